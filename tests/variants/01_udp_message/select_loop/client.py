# select() on the keyboard and on the socket at once.
import select
import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
print("> ", end="", flush=True)
done = False
while not done:
    readable, _, _ = select.select([sys.stdin, sock], [], [])
    if sys.stdin in readable:
        sock.sendto(sys.stdin.readline().rstrip("\n").encode("utf-8"), ("127.0.0.1", 9090))
    if sock in readable:
        print(sock.recv(1024).decode("utf-8"))
        done = True
