import socket

sk = socket.socket()
sk.connect(('127.0.0.1', 9090))
for i in range(10):
    print(sk.recv(1024))
    sk.send(b'bye')
sk.close()
