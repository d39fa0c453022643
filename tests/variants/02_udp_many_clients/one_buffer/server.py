# recvfrom_into() behind a gap that the number is written into.
import socket

GAP = 16
buffer = bytearray(GAP + 1024)
view = memoryview(buffer)
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
counts = {}
while True:
    size, addr = sock.recvfrom_into(view[GAP:])
    counts[addr] = counts.get(addr, 0) + 1
    head = b"%d:" % counts[addr]
    view[GAP - len(head) : GAP] = head
    sock.sendto(view[GAP - len(head) : GAP + size], addr)
