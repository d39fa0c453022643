import socket

server = socket.socket()
server.bind(('127.0.0.1', 9090))
while True:
    data, addr = server.recvfrom(1024)
    print(data.decode('utf-8'))
    server.sendto(data.decode('utf-8').upper().encode('utf-8'), addr)
