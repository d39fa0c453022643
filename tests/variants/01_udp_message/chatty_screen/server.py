# A banner, colours, a clock, a counter, a frame round every text.
import socket
import time

print("\033[1;32m=== capitals, while you wait ===\033[0m")
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
print("listening on", sock.getsockname())
served = 0
while True:
    data, (host, port) = sock.recvfrom(1024)
    served += 1
    print(f"[{time.strftime('%H:%M:%S')}] #{served} \033[36m{host}:{port}\033[0m")
    print(f"  | \033[1m{data.decode('utf-8')}\033[0m |")
    sock.sendto(data.decode("utf-8").upper().encode("utf-8"), (host, port))
    print("  answered\n")
