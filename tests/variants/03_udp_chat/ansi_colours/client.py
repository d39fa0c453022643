# Colour codes, one before every character.
import json
import socket

RAINBOW = ["\x1b[%dm" % number for number in range(31, 37)]


def colourful(text):
    return "".join(RAINBOW[place % 6] + letter for place, letter in enumerate(text)) + "\x1b[0m"


sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    text = input("\x1b[7m egon \x1b[27m ")
    sock.sendto(json.dumps({"msg": text, "username": "egon"}).encode(), ("127.0.0.1", 9090))
    message = json.loads(sock.recv(1024).decode())
    print(colourful("消息来自%s : %s" % (message["username"], message["msg"])))
