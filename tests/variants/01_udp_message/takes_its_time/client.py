# Sleeps at the start, with dots on the screen before the answer is looked for, and before the end.
import socket
import time

time.sleep(0.3)
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.sendto(input().encode("utf-8"), ("127.0.0.1", 9090))
for _ in range(3):
    print(".", end="", flush=True)
    time.sleep(0.1)
print(sock.recv(1024).decode("utf-8"))
time.sleep(0.5)
