import socket

sk = socket.socket()
sk.connect(('127.0.0.1', 9090))
while True:
    data = sk.recv(1024)
    print(data.decode().upper())
    sk.send(b'bye')
