# Tries to connect until the server is there.
import socket
import time


def connect():
    while True:
        sock = socket.socket()
        try:
            sock.connect(("127.0.0.1", 9090))
            return sock
        except ConnectionRefusedError:
            sock.close()
            print("no server yet")
            time.sleep(0.5)


sock = connect()
while True:
    data = sock.recv(1024)
    if not data:
        print("server has gone")
        break
    print(data.decode())
    sock.sendall(b"bye")
