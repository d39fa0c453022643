# select() waits; the socket itself is never waited on.
import select
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
while True:
    readable, _, _ = select.select([sock], [], [])
    for ready in readable:
        data, addr = ready.recvfrom(1024)
        print(data.decode("utf-8"))
        ready.sendto(data.decode("utf-8").upper().encode("utf-8"), addr)
