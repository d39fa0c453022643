# An IPv6 socket that takes IPv4 as well.
import socket

sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
sock.bind(("::", 9090))
while True:
    data, addr = sock.recvfrom(1024)
    print(data.decode("utf-8"), "from", addr[0])
    sock.sendto(data.decode("utf-8").upper().encode("utf-8"), addr)
