# The manner of the class: no functions, recvfrom(1024), close() at the end.
import socket

sk = socket.socket(type=socket.SOCK_DGRAM)
sk.bind(('127.0.0.1', 9090))
while True:
    msg, client_addr = sk.recvfrom(1024)
    print(msg.decode('utf-8'))
    sk.sendto(msg.decode('utf-8').upper().encode('utf-8'), client_addr)
sk.close()
