import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 9090))
clients = []
while True:
    data, addr = server.recvfrom(1024)
    if addr not in clients:
        clients.append(addr)
    answer = '%d:%s' % (clients.index(addr) + 1, data.decode('utf-8'))
    server.sendto(answer.encode('utf-8'), addr)
