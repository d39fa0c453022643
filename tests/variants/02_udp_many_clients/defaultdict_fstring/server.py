# defaultdict(int) and an f-string.
import socket
from collections import defaultdict

numbers = defaultdict(int)
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
    sock.bind(("127.0.0.1", 9090))
    while True:
        data, client = sock.recvfrom(4096)
        numbers[client] += 1
        sock.sendto(f"{numbers[client]}:{data.decode()}".encode(), client)
