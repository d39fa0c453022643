# Colour codes before every letter.
import socket

COLOURS = ["\x1b[%dm" % number for number in range(31, 37)]

sock = socket.socket()
sock.connect(("127.0.0.1", 9090))
while True:
    text = sock.recv(1024).decode()
    print("".join(COLOURS[place % 6] + letter for place, letter in enumerate(text)) + "\x1b[0m")
    sock.send(b"bye")
