# Each message is printed twice, as bytes and as text, with a number before it.
import itertools
import socket

sk = socket.socket(type=socket.SOCK_STREAM)
sk.connect(('127.0.0.1', 9090))
for number in itertools.count(1):
    data = sk.recv(4096)
    if data == b'':
        break
    print(number, repr(data), '=', str(data, 'utf-8'), f'({len(data)} bytes)')
    sk.send(bytes('bye', 'ascii'))
