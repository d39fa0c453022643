# selectors: takes all that is there, then answers all of it in the opposite order.
import selectors
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
sock.setblocking(False)
selector = selectors.DefaultSelector()
selector.register(sock, selectors.EVENT_READ)
counts = {}
while True:
    selector.select()
    answers = []
    try:
        while True:
            data, addr = sock.recvfrom(1024)
            counts[addr] = counts.get(addr, 0) + 1
            answers.append((f"{counts[addr]}:{data.decode('utf-8')}", addr))
    except BlockingIOError:
        pass
    while answers:
        text, addr = answers.pop()
        sock.sendto(text.encode("utf-8"), addr)
