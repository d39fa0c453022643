# The selectors module with callbacks, as its documentation shows it.
import json
import selectors
import socket
import sys

selector = selectors.DefaultSelector()
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.setblocking(False)


def keyboard(stream):
    line = stream.readline().rstrip("\n")
    sock.sendto(json.dumps({"msg": line, "username": "egon"}).encode("utf-8"), ("127.0.0.1", 9090))


def network(_):
    data, _ = sock.recvfrom(4096)
    print("消息来自%(username)s : %(msg)s" % json.loads(data.decode("utf-8")))


selector.register(sys.stdin, selectors.EVENT_READ, keyboard)
selector.register(sock, selectors.EVENT_READ, network)
while True:
    for key, _ in selector.select():
        key.data(key.fileobj)
