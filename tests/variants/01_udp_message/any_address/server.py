# Bound to all addresses of the machine, the loopback one among them.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("0.0.0.0", 9090))
while True:
    data, addr = sock.recvfrom(1024)
    text = str(data, "utf-8")
    print(text)
    sock.sendto(bytes(text.upper(), "utf-8"), addr)
