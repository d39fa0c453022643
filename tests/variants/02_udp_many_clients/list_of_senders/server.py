# No dictionary: the list of all senders so far is counted anew each time.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
senders = []
while True:
    data, addr = sock.recvfrom(1024)
    senders.append(addr)
    sock.sendto((str(senders.count(addr)) + ":").encode() + data, addr)
