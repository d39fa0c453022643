import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 9090))
counts = {}
while True:
    data, addr = server.recvfrom(1024)
    number = counts.get(addr, 0)
    counts[addr] = number + 1
    answer = '%d:%s' % (number, data.decode('utf-8'))
    server.sendto(answer.encode('utf-8'), addr)
