# recv() for what comes, a file object for what goes out.
import socket

sock = socket.socket()
sock.connect(("127.0.0.1", 9090))
outgoing = sock.makefile("w", encoding="utf-8")
while True:
    print(sock.recv(1024).decode("utf-8"))
    print("bye", end="", file=outgoing, flush=True)
