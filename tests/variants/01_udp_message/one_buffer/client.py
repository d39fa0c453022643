# os.read() and os.write() on the descriptors.
import os
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.connect(("127.0.0.1", 9090))
os.write(sock.fileno(), os.read(0, 4096).rstrip(b"\n"))
os.write(1, os.read(sock.fileno(), 1024) + b"\n")
