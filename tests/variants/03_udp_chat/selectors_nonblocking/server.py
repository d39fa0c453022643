# The selectors module on non-blocking descriptors; the keyboard is read only while somebody waits.
import json
import os
import selectors
import socket

KEYBOARD = 0
selector = selectors.DefaultSelector()
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.setblocking(False)
sock.bind(("127.0.0.1", 9090))
selector.register(sock, selectors.EVENT_READ)
asker = None

while True:
    for key, _ in selector.select():
        if key.fileobj is sock:
            try:
                data, asker = sock.recvfrom(4096)
            except BlockingIOError:
                continue
            message = json.loads(data.decode("utf-8"))
            print("消息来自%(username)s : %(msg)s" % message)
            selector.unregister(sock)
            selector.register(KEYBOARD, selectors.EVENT_READ)
        else:
            line = os.read(KEYBOARD, 4096).decode("utf-8").rstrip("\r\n")
            sock.sendto(json.dumps({"msg": line, "username": "server"}).encode("utf-8"), asker)
            selector.unregister(KEYBOARD)
            selector.register(sock, selectors.EVENT_READ)
