import socket

sk = socket.socket()
sk.connect(('127.0.0.1', 9090))
while True:
    sk.recv(1024)
    msg = 'bye'
    print(msg)
    sk.send(msg.encode())
