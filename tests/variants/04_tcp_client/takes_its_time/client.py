# Sleeps: at the start, before it prints, before it answers.
import socket
import time

time.sleep(0.3)
sk = socket.socket()
sk.connect(('127.0.0.1', 9090))
while True:
    data = sk.recv(1024)
    time.sleep(0.05)
    print(data)
    time.sleep(0.05)
    sk.send(b'bye')
