# Every client gets an endless counter of its own.
import itertools
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
counters = {}
for data, addr in iter(lambda: sock.recvfrom(1024), None):
    number = next(counters.setdefault(addr, itertools.count(1)))
    sock.sendto(b"%d:%b" % (number, data), addr)
