"""The client of the QQ chat: sends what is typed and prints what the server answers."""

import json
import socket

SERVER = ("127.0.0.1", 9090)
LARGEST = 1024  # bytes; no message of this exercise is longer


def main():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        while True:
            text = input(">>> ")
            message = {"msg": text, "username": "egon"}
            sock.sendto(json.dumps(message).encode("utf-8"), SERVER)
            # The first sendto() gave this socket a port of its own; the answer comes back to it.
            datagram, _ = sock.recvfrom(LARGEST)
            answer = json.loads(datagram.decode("utf-8"))
            print("消息来自%s : %s" % (answer["username"], answer["msg"]))


if __name__ == "__main__":
    main()
