import socket

sk = socket.socket()
sk.connect(('127.0.0.1', 9090))
while True:
    data, addr = sk.recv(1024)
    print(data)
    sk.send(b'bye')
