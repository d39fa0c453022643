# Wakes up every half second to see whether it should stop; it never should.
import socket

stop = False
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
sock.settimeout(0.5)
while not stop:
    try:
        data, addr = sock.recvfrom(1024)
    except socket.timeout:
        continue
    print(data.decode("utf-8"))
    sock.sendto(data.decode("utf-8").upper().encode("utf-8"), addr)
