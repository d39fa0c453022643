import socket

sk = socket.socket(socket.AF_INET6)
sk.connect(('::1', 9090))
while True:
    print(sk.recv(1024))
    sk.send(b'bye')
