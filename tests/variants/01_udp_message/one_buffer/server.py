# recvfrom_into() one buffer that is used again and again.
import socket

buffer = bytearray(1024)
view = memoryview(buffer)
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
while True:
    size, addr = sock.recvfrom_into(buffer)
    text = str(view[:size], "utf-8")
    print(text)
    sock.sendto(text.upper().encode("utf-8"), addr)
