# What both programs need stands in a module of its own, wire.py.
import wire

with wire.open_socket() as sock:
    wire.send(sock, input("message: "), wire.SERVER)
    print(wire.receive(sock)[0])
