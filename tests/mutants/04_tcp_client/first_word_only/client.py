import socket

sk = socket.socket()
sk.connect(('127.0.0.1', 9090))
while True:
    text = sk.recv(1024).decode('utf-8')
    print(text.split()[0])
    sk.send(b'bye')
