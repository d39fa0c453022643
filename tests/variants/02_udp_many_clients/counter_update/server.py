# Counter.update() with the address, and a table of all clients on the screen.
import os
import socket
from collections import Counter

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
counts = Counter()
while True:
    data, addr = sock.recvfrom(1024)
    counts.update([addr])
    print("\033[H\033[2J" + "clients".center(30, "-"))
    for (host, port), count in counts.most_common(5):
        print(f"{host:>15}:{port:<6} {count}")
    print(len(counts), "in all, process", os.getpid())
    sock.sendto((str(counts[addr]) + ":" + data.decode("utf-8")).encode("utf-8"), addr)
