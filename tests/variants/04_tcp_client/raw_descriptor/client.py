# os.read() and os.write() on the descriptor of the socket.
import os
import socket

sock = socket.socket()
sock.connect(("127.0.0.1", 9090))
fd = sock.fileno()
while True:
    data = os.read(fd, 1024)
    os.write(1, b"server: " + data + b"\n")
    os.write(fd, b"bye")
