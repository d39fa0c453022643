# An IPv6 socket that takes IPv4 as well: an address has four parts there.
import socket

sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
sock.bind(("::", 9090))
counts = {}
while True:
    data, addr = sock.recvfrom(1024)
    counts[addr] = counts.get(addr, 0) + 1
    sock.sendto(b"%d:%s" % (counts[addr], data), addr)
