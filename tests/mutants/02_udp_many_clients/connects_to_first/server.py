import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 9090))
data, addr = server.recvfrom(1024)
server.connect(addr)
count = 0
while True:
    count += 1
    answer = '%d:%s' % (count, data.decode('utf-8'))
    server.send(answer.encode('utf-8'))
    data = server.recv(1024)
