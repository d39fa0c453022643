# Speaks IPv4 through an IPv6 socket.
import socket

sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
sock.sendto(input().encode("utf-8"), ("::ffff:127.0.0.1", 9090))
print(sock.recvfrom(1024)[0].decode("utf-8"))
