# selectors with a non-blocking socket, emptied completely whenever it is readable.
import selectors
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
sock.setblocking(False)


def on_readable(sock):
    while True:
        try:
            data, addr = sock.recvfrom(1024)
        except BlockingIOError:
            return
        text = data.decode("utf-8")
        print(text)
        sock.sendto(text.upper().encode("utf-8"), addr)


selector = selectors.DefaultSelector()
selector.register(sock, selectors.EVENT_READ, on_readable)
while True:
    for key, _ in selector.select():
        key.data(key.fileobj)
