import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 9090))
counts = {}
while True:
    data, (ip, port) = server.recvfrom(1024)
    counts[port] = counts.get(port, 0) + 1
    answer = '%d:%s' % (counts[port], data.decode('utf-8'))
    server.sendto(answer.encode('utf-8'), (ip, port))
