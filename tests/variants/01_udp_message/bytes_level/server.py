# Never makes text of the bytes: bytes.upper() touches a to z alone, and the screen takes bytes as well.
import socket
import sys

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 9090))
while True:
    data, addr = server.recvfrom(1024)
    sys.stdout.buffer.write(data + b"\n")
    sys.stdout.buffer.flush()
    server.sendto(data.upper(), addr)
