# The manner of the class: no functions, `in` and `not in`, %-formatting.
import socket

sk = socket.socket(type=socket.SOCK_DGRAM)
sk.bind(('127.0.0.1', 9090))
clients = {}
while True:
    msg, client_addr = sk.recvfrom(1024)
    if client_addr not in clients:
        clients[client_addr] = 1
    else:
        clients[client_addr] += 1
    answer = '%d:%s' % (clients[client_addr], msg.decode('utf-8'))
    sk.sendto(answer.encode('utf-8'), client_addr)
sk.close()
