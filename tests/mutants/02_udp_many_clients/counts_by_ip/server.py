import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 9090))
counts = {}
while True:
    data, addr = server.recvfrom(1024)
    counts[addr[0]] = counts.get(addr[0], 0) + 1
    answer = '%d:%s' % (counts[addr[0]], data.decode('utf-8'))
    server.sendto(answer.encode('utf-8'), addr)
