# A thread and a queue for each client; the main thread only sorts what comes.
import queue
import socket
import threading

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))


def serve(addr, inbox):
    number = 0
    while True:
        data = inbox.get()
        number += 1
        sock.sendto(b"%d:%s" % (number, data), addr)


inboxes = {}
while True:
    data, addr = sock.recvfrom(1024)
    if addr not in inboxes:
        inboxes[addr] = queue.Queue()
        threading.Thread(target=serve, args=(addr, inboxes[addr]), daemon=True).start()
    inboxes[addr].put(data)
