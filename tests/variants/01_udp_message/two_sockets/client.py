# The socket is made before the line is read, and takes an answer from any port.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
line = input("What shall I say? ")
sock.sendto(line.encode("utf-8"), ("127.0.0.1", 9090))
answer, who = sock.recvfrom(1024)
print(f"{who[0]}:{who[1]} answers {answer.decode('utf-8')}")
