# sys.stdin is iterated over, and left after the first line.
import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for line in sys.stdin:
    sock.sendto(line.removesuffix("\n").encode("utf-8"), ("127.0.0.1", 9090))
    print(next(iter(lambda: sock.recv(1024), None)).decode("utf-8"))
    break
