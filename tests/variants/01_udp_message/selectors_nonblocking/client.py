# A non-blocking socket that is asked every 20 ms.
import socket
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.setblocking(False)
sock.sendto(input("> ").encode("utf-8"), ("127.0.0.1", 9090))
while True:
    try:
        answer = sock.recv(1024)
        break
    except BlockingIOError:
        time.sleep(0.02)
print(answer.decode("utf-8"))
