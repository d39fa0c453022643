# One buffer for all messages.
import socket

buffer = bytearray(1024)
view = memoryview(buffer)
sock = socket.socket()
sock.connect(("127.0.0.1", 9090))
while True:
    count = sock.recv_into(buffer)
    if count == 0:
        break
    print(bytes(view[:count]))
    sock.sendall(b"bye")
