# What both programs need stands in a module of its own, wire.py.
import wire

with wire.open_socket(wire.SERVER) as sock:
    while True:
        text, sender = wire.receive(sock)
        print(text)
        wire.send(sock, text.upper(), sender)
