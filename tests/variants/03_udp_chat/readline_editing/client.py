# GNU readline edits the line; an arrow key brings back what was typed before.
import json
import readline
import socket

readline.set_history_length(100)

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    sock.sendto(json.dumps({"msg": input("egon> "), "username": "egon"}).encode("utf-8"), ("127.0.0.1", 9090))
    message = json.loads(sock.recv(1024).decode("utf-8"))
    print("消息来自%s : %s" % (message["username"], message["msg"]))
