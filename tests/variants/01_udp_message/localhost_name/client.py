# `localhost` instead of the number; the address comes from getaddrinfo().
import socket

family, kind, protocol, _, address = socket.getaddrinfo("localhost", 9090, socket.AF_INET, socket.SOCK_DGRAM)[0]
sock = socket.socket(family, kind, protocol)
sock.sendto(input("> ").encode("utf-8"), address)
print(sock.recvfrom(65535)[0].decode("utf-8"))
