# `localhost` instead of the number, address reuse, a buffer much larger than needed.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_UDP)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
sock.bind(("localhost", 9090))
try:
    while True:
        data, addr = sock.recvfrom(65535)
        print(data.decode("utf-8"))
        sock.sendto(data.decode("utf-8").upper().encode("utf-8"), addr)
except KeyboardInterrupt:
    print("stopped")
finally:
    sock.close()
