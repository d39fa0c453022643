import socket

sk = socket.socket()
sk.connect(('127.0.0.1', 9090))
while True:
    sk.send(b'bye')
    print(sk.recv(1024))
