import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 9090))
counts = {}
while True:
    data, addr = server.recvfrom(1024)
    text = data.decode('utf-8').split(':')[0]
    counts[addr] = counts.get(addr, 0) + 1
    server.sendto((str(counts[addr]) + ':' + text).encode('utf-8'), addr)
