# Prints its own message in the same form as the answers.
import json
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
number = 0
while True:
    number += 1
    text = input(f"[{number}] ")
    print("消息来自%s : %s" % ("egon", text))
    sock.sendto(json.dumps({"msg": text, "username": "egon"}).encode("utf-8"), ("127.0.0.1", 9090))
    print("waiting for the answer ...", end="\r")
    message = json.loads(sock.recv(1024).decode("utf-8"))
    print("\t消息来自%s : %s" % (message["username"], message["msg"]))
