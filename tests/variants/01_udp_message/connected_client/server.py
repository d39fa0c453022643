# Prints only after the answer has gone out.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
while True:
    data, addr = sock.recvfrom(2048)
    sock.sendto(data.decode().upper().encode(), addr)
    print("%s:%d said %s" % (*addr, data.decode()), flush=True)
