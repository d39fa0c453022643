# Bound to all addresses, with room for a large queue.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
sock.bind(("", 9090))
counts = {}
while True:
    data, addr = sock.recvfrom(65536)
    counts[addr] = 1 + counts.get(addr, 0)
    sock.sendto(b"%d:%s" % (counts[addr], data), addr)
