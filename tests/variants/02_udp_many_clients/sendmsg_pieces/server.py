# recvmsg() and sendmsg(), which puts the pieces of an answer together.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
counts = {}
while True:
    data, _, flags, addr = sock.recvmsg(1024)
    counts[addr] = counts.get(addr, 0) + 1
    sock.sendmsg([str(counts[addr]).encode(), b":", data], [], 0, addr)
