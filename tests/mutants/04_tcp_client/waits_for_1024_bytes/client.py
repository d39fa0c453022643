import socket

sk = socket.socket()
sk.connect(('127.0.0.1', 9090))
while True:
    data = sk.recv(1024, socket.MSG_WAITALL)
    print(data)
    sk.send(b'bye')
