# A port of its own, TCP_NODELAY, keep-alive, sendmsg() and a letter at a time.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
sock.bind(("127.0.0.1", 0))
sock.connect(("127.0.0.1", 9090))
while True:
    data, _, _, _ = sock.recvmsg(1024)
    print(data.decode())
    for letter in b"bye":
        sock.sendmsg([bytes([letter])])
