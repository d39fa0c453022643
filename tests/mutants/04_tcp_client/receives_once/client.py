import socket

sk = socket.socket()
sk.connect(('127.0.0.1', 9090))
data = sk.recv(1024)
while True:
    print(data)
    sk.send(b'bye')
