import socket

sk = socket.socket()
sk.connect(('127.0.0.1', 9090))
while True:
    if sk.recv(1024):
        print('hello')
        sk.send(b'bye')
