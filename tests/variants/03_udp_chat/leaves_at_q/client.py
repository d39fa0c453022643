# Ends when `q` is typed; a line that begins with / is a command.
import json
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while (line := input("(/help) ")) != "q":
    if line.startswith("/"):
        print("q: quit; anything else is sent")
        continue
    sock.sendto(json.dumps({"msg": line, "username": "egon"}).encode("utf-8"), ("127.0.0.1", 9090))
    message = json.loads(sock.recv(1024).decode("utf-8"))
    print("消息来自%s : %s" % (message["username"], message["msg"]))
