# Bound to all addresses too, at a port of the client's choice.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("", 9091))
sock.sendto(bytes(input(), "utf-8"), ("127.0.0.1", 9090))
print(str(sock.recv(1024), "utf-8"))
