# Prints a line for every datagram, in colour, and a prompt-like banner.
import socket

BOLD, PLAIN = "\033[1m", "\033[0m"
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
print(f"{BOLD}Waiting on {sock.getsockname()}, stop with Ctrl-C{PLAIN}")
counts = dict()
while True:
    data, addr = sock.recvfrom(1024)
    if addr in counts:
        print("again", addr)
    else:
        print(f"{BOLD}new{PLAIN}  ", addr)
        counts[addr] = 0
    counts[addr] += 1
    reply = str(counts[addr]) + ":" + data.decode(encoding="utf-8")
    print(repr(reply))
    sent = sock.sendto(reply.encode(encoding="utf-8"), addr)
    print(sent, "bytes")
