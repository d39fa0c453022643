import socket

server = ('127.0.0.1', 9090)
sk = socket.socket(type=socket.SOCK_DGRAM)
while True:
    data, addr = sk.recvfrom(1024)
    print(data)
    sk.sendto(b'bye', server)
