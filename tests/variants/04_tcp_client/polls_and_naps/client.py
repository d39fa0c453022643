# A non-blocking socket and a nap between two tries.
import socket
import time

sk = socket.socket()
sk.connect(('127.0.0.1', 9090))
sk.setblocking(False)
while True:
    try:
        data = sk.recv(1024)
    except BlockingIOError:
        time.sleep(0.05)
        continue
    if not data:
        break
    print('来自服务器：', data.decode('utf-8'))
    sk.send('bye'.encode('utf-8'))
