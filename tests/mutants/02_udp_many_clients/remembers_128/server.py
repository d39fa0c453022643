import functools
import itertools
import socket


@functools.lru_cache
def counter(addr):
    return itertools.count(1)


server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 9090))
while True:
    data, addr = server.recvfrom(1024)
    answer = '%d:%s' % (next(counter(addr)), data.decode('utf-8'))
    server.sendto(answer.encode('utf-8'), addr)
