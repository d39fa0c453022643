"""The client: sends one typed line and prints the answer."""

import socket

SERVER = ("127.0.0.1", 9090)
LARGEST = 1024  # bytes; no datagram of this exercise is longer


def main():
    text = input("Say something: ")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        # sendto() gives this socket a port of its own; the answer comes back to it.
        sock.sendto(text.encode("utf-8"), SERVER)
        answer, _ = sock.recvfrom(LARGEST)
    print(answer.decode("utf-8"))


if __name__ == "__main__":
    main()
