# `for line in sys.stdin`, and what is shown goes to standard error.
import json
import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for line in sys.stdin:
    sock.sendto(json.dumps({"msg": line.strip(), "username": "egon"}).encode("utf-8"), ("127.0.0.1", 9090))
    message = json.loads(sock.recvfrom(1024)[0].decode("utf-8"))
    sys.stderr.write("消息来自" + message["username"] + " : " + message["msg"] + "\n")
