# A sending socket of its own for each client.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
lines = {}
counts = {}
while True:
    data, addr = sock.recvfrom(1024)
    if addr not in lines:
        lines[addr] = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        lines[addr].connect(addr)
        counts[addr] = 0
    counts[addr] += 1
    lines[addr].send(b"%d:%s" % (counts[addr], data))
