# dict.get(), and bytes put together without ever being text.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
seen = {}
while 1:
    data, addr = sock.recvfrom(1024)
    seen[addr] = seen.get(addr, 0) + 1
    sock.sendto(b":".join([str(seen[addr]).encode("ascii"), data]), addr)
