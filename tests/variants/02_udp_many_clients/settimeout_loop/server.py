# Wakes up every now and then, with nothing to do.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
sock.settimeout(0.5)
counts = {}
idle = 0
while True:
    try:
        data, addr = sock.recvfrom(1024)
    except TimeoutError:
        idle += 1
        continue
    counts[addr] = counts.get(addr, 0) + 1
    sock.sendto(b"%d:%s" % (counts[addr], data), addr)
