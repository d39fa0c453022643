import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 9090))
while True:
    data, addr = server.recvfrom(1024)
    server.sendto(data, addr)
