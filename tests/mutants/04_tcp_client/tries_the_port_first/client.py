import socket


def connect():
    sk = socket.socket()
    sk.connect(('127.0.0.1', 9090))
    return sk


connect().close()
print('the server is there')
sk = connect()
while True:
    print(sk.recv(1024))
    sk.send(b'bye')
