"""The server of the QQ chat: every message is printed and answered with one line from the keyboard."""

import json
import socket

ADDRESS = ("127.0.0.1", 9090)
LARGEST = 1024  # bytes; no message of this exercise is longer


def read_message(datagram):
    """Return (username, msg) of a datagram, or None where it is no message."""
    try:
        message = json.loads(datagram.decode("utf-8"))
        return message["username"], message["msg"]
    except (ValueError, KeyError, TypeError, RecursionError):
        # Not UTF-8 or not JSON; a key is missing; JSON, but no object; brackets without end.
        return None


def make_message(text):
    """Return the datagram that says `text` in the name of the server."""
    return json.dumps({"msg": text, "username": "server"}).encode("utf-8")


def main():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(ADDRESS)
        while True:
            datagram, sender = sock.recvfrom(LARGEST)
            message = read_message(datagram)
            if message is None:
                print("(not a message, left out)")
                continue
            print("消息来自%s : %s" % message)
            # Messages that arrive while input() waits stay in the socket, in their order.
            answer = input(">>> ")
            # To the sender of this very message: the next one may come from somebody else.
            sock.sendto(make_message(answer), sender)


if __name__ == "__main__":
    main()
