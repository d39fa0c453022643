"""One UDP socket for any number of clients: every datagram comes back with its number."""

import socket
from collections import Counter

ADDRESS = ("127.0.0.1", 9090)
LARGEST = 1024  # bytes; no datagram of this exercise is longer


def main():
    counts = Counter()  # (IP, port) -> datagrams so far; 0 for whoever is new
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(ADDRESS)
        while True:
            datagram, client = sock.recvfrom(LARGEST)
            counts[client] += 1
            # The text goes back as it came, so there is no need to decode it.
            sock.sendto(b"%d:" % counts[client] + datagram, client)


if __name__ == "__main__":
    main()
