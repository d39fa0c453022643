import socket

# my first try
sk = socket.socket(type=socket.SOCK_DGRAM)
sk.sendto(b'hello', ('127.0.0.1', 9090))
print(sk.recvfrom(1024))
