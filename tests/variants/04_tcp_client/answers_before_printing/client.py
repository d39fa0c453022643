# The answer goes out first, the line is printed after it.
import socket

sock = socket.socket()
sock.connect(('127.0.0.1', 9090))
while True:
    data = sock.recv(1024)
    sock.sendall(b'bye')
    print('received:', data)
