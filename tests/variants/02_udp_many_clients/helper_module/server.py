# The counting stands in a module of its own.
import socket

from numbering import Numbering

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
numbering = Numbering()
while True:
    data, addr = sock.recvfrom(1024)
    sock.sendto(numbering.numbered(addr, data.decode("utf-8")).encode("utf-8"), addr)
