import socket
import threading

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 9090))


def serve(data, addr):
    counts = {}
    counts[addr] = counts.get(addr, 0) + 1
    answer = '%d:%s' % (counts[addr], data.decode('utf-8'))
    server.sendto(answer.encode('utf-8'), addr)


while True:
    data, addr = server.recvfrom(1024)
    threading.Thread(target=serve, args=(data, addr)).start()
