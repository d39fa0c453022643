# A new socket, and so a new port, for every message.
import json
import socket


def ask(text):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendto(json.dumps({"msg": text, "username": "egon"}).encode("utf8"), ("127.0.0.1", 9090))
        return json.loads(sock.recvfrom(1024)[0].decode("utf8"))


while True:
    message = ask(input())
    print("消息来自%s : %s" % (message["username"], message["msg"]))
