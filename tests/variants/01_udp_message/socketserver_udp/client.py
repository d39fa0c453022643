# f-string and a one-line loop that ends after one round.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for text in [input("text: ")]:
    sock.sendto(f"{text}".encode(), ("127.0.0.1", 9090))
    print(f"{sock.recv(1024).decode()}")
