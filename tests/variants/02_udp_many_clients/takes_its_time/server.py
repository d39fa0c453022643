# Sleeps before it listens, and a little before each answer.
import socket
import time

print("starting ...")
time.sleep(0.5)
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
counts = {}
while True:
    data, addr = sock.recvfrom(1024)
    counts[addr] = counts.get(addr, 0) + 1
    time.sleep(0.002)
    sock.sendto(b"%d:%s" % (counts[addr], data), addr)
