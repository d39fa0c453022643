import socket

sk = socket.socket()
while True:
    data = sk.recv(1024)
    print(data)
    sk.send(b'bye')
