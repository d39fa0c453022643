# Bound to all addresses too, at a port of the client's choice.
import json
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("0.0.0.0", 9091))
while True:
    sock.sendto(json.dumps({"msg": input(), "username": "egon"}).encode("utf-8"), ("127.0.0.1", 9090))
    message = json.loads(sock.recv(1024).decode("utf-8"))
    print("消息来自%s : %s" % (message["username"], message["msg"]))
