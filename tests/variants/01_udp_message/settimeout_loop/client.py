# Gives up after twelve seconds without an answer.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.settimeout(12)
sock.sendto(input().encode("utf-8"), ("127.0.0.1", 9090))
try:
    print(sock.recvfrom(1024)[0].decode("utf-8"))
except TimeoutError:
    print("no answer")
