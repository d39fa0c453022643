# Prints letter by letter, each flushed.
import json
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    sock.sendto(json.dumps({"msg": input(), "username": "egon"}).encode("utf-8"), ("127.0.0.1", 9090))
    message = json.loads(sock.recv(1024).decode("utf-8"))
    for letter in "消息来自%s : %s" % (message["username"], message["msg"]):
        print(letter, end="", flush=True)
    print()
