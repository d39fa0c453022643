# Never makes text of the bytes: the keyboard gives them, the screen takes them.
import socket
import sys

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
    client.sendto(sys.stdin.buffer.readline().rstrip(b"\r\n"), ("127.0.0.1", 9090))
    sys.stdout.buffer.write(b"answer: " + client.recv(1024) + b"\n")
