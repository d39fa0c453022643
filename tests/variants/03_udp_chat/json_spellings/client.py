# JSON with raw characters, no blanks at all, a line end behind it, the other order of keys.
import json
import socket

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    message = {"username": "egon", "msg": input("> ")}
    sock.sendto((encode(message) + "\r\n").encode("utf-8"), ("127.0.0.1", 9090))
    answer = json.loads(sock.recv(65535).decode("utf-8"))
    print("消息来自%s : %s" % (answer["username"], answer["msg"]))
