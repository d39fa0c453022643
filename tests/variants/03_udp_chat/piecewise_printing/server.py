# Standard output is not buffered at all: every piece of the line is a write of its own.
import io
import json
import socket
import sys

sys.stdout = io.TextIOWrapper(open(1, "wb", buffering=0, closefd=False), encoding="utf-8", write_through=True)

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
while True:
    data, addr = sock.recvfrom(1024)
    message = json.loads(data.decode("utf-8"))
    print("消息来自", message["username"], " : ", message["msg"], sep="")
    sock.sendto(json.dumps({"msg": input(), "username": "server"}).encode("utf-8"), addr)
