import socket

sk = socket.socket()
sk.connect(('127.0.0.1', 9090))
stream = sk.makefile('rw')
while True:
    print(stream.readline())
    stream.write('bye')
    stream.flush()
