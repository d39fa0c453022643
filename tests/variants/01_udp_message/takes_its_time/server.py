# Sleeps: before the socket is bound, before a text is printed, before it is answered.
import socket
import time

time.sleep(0.3)
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
while True:
    data, addr = sock.recvfrom(1024)
    time.sleep(0.02)
    print(data.decode("utf-8"))
    time.sleep(0.05)
    sock.sendto(data.decode("utf-8").upper().encode("utf-8"), addr)
