"""The TCP client: prints what the server says and answers `bye`, again and again, on one connection."""

import socket

SERVER = ("127.0.0.1", 9090)
LARGEST = 1024  # bytes; no message of this exercise is longer


def main():
    with socket.create_connection(SERVER) as sock:
        while True:
            data = sock.recv(LARGEST)
            if not data:
                # Nothing more will ever come: recv() would give b"" again and again.
                print("(the server has closed the connection)")
                break
            # A stream may be cut anywhere, in the middle of a character too.
            print(data.decode("utf-8", errors="replace"))
            sock.sendall(b"bye")


if __name__ == "__main__":
    main()
