# select.select() before every recv().
import select
import socket

s = socket.socket()
s.connect(('127.0.0.1', 9090))
while True:
    readable, _, _ = select.select([s], [], [])
    for r in readable:
        print(r.recv(1024))
        r.send(b'bye')
