# The manner of the class: no functions, recvfrom(1024), close() at the end.
import socket

server_addr = ('127.0.0.1', 9090)
sk = socket.socket(type=socket.SOCK_DGRAM)
msg = input('>>>')
sk.sendto(msg.encode('utf-8'), server_addr)
msg, server_addr = sk.recvfrom(1024)
print(msg.decode('utf-8'))
sk.close()
