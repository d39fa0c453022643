# f-strings, and what both programs need stands in a module of its own, wire.py.
from socket import AF_INET, SOCK_DGRAM, socket

import wire

with socket(AF_INET, SOCK_DGRAM) as sock:
    while True:
        wire.send(sock, wire.SERVER, msg=input("message: "), username="egon")
        message, _ = wire.receive(sock)
        wire.show(message)
