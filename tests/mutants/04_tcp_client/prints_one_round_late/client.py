import socket

sk = socket.socket()
sk.connect(('127.0.0.1', 9090))
last = b''
while True:
    data = sk.recv(1024)
    print(last)
    last = data
    sk.send(b'bye')
