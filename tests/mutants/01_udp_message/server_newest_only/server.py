import socket
import time

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 9090))
while True:
    data, addr = server.recvfrom(1024)
    time.sleep(0.05)
    server.setblocking(False)
    try:
        while True:
            data, addr = server.recvfrom(1024)
    except BlockingIOError:
        pass
    server.setblocking(True)
    text = data.decode('utf-8')
    print(text)
    server.sendto(text.upper().encode('utf-8'), addr)
