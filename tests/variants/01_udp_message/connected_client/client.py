# connect() on a UDP socket: send() and recv() need no address then.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.connect(("127.0.0.1", 9090))
sock.send(input("> ").encode())
print("The server says:", sock.recv(2048).decode())
