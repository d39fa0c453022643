# f-strings, and what both programs need stands in a module of its own, wire.py.
from socket import AF_INET, SOCK_DGRAM, socket

import wire

with socket(AF_INET, SOCK_DGRAM) as sock:
    sock.bind(wire.SERVER)
    while True:
        message, sender = wire.receive(sock)
        wire.show(message)
        wire.send(sock, sender, msg=input("reply: "), username="server")
