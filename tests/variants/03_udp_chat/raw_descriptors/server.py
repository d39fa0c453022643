# os.read() and os.write() on descriptors 0 and 1, recvfrom_into() a buffer; nothing of Python's streams.
import json
import os
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
buffer = bytearray(1024)
while True:
    size, addr = sock.recvfrom_into(buffer)
    message = json.loads(buffer[:size])
    os.write(1, f"消息来自{message['username']} : {message['msg']}\n".encode())
    line = b""
    while not line.endswith(b"\n"):
        line += os.read(0, 1)
    sock.sendto(json.dumps({"msg": line[:-1].decode(), "username": "server"}).encode(), addr)
