# The answer is printed letter by letter.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.sendto(input("text? ").encode("utf-8"), ("127.0.0.1", 9090))
for letter in sock.recv(1024).decode("utf-8"):
    print(letter, end="", flush=True)
print()
