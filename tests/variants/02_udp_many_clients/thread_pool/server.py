# Numbered by the main thread, answered by a pool of eight.
import socket
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

counts = Counter()
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock, ThreadPoolExecutor(8) as pool:
    sock.bind(("127.0.0.1", 9090))
    while True:
        data, addr = sock.recvfrom(1024)
        counts[addr] += 1
        pool.submit(sock.sendto, b"%d:%s" % (counts[addr], data), addr)
