"""The server: prints the text of every datagram and sends it back in capitals."""

import socket

ADDRESS = ("127.0.0.1", 9090)
LARGEST = 1024  # bytes; no datagram of this exercise is longer


def main():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(ADDRESS)
        while True:
            # Whatever arrives while this loop is busy stays in the socket until its turn comes.
            datagram, sender = sock.recvfrom(LARGEST)
            text = datagram.decode("utf-8")
            print(text)
            sock.sendto(text.upper().encode("utf-8"), sender)


if __name__ == "__main__":
    main()
