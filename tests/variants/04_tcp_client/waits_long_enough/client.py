# Gives up after a minute of silence.
import socket
import sys

sock = socket.create_connection(("127.0.0.1", 9090), timeout=60)
try:
    while True:
        print(sock.recv(1024))
        sock.send(b"bye")
except TimeoutError:
    sys.exit("the server says nothing")
