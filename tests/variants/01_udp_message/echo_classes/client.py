# A class that is a context manager.
import socket


class Connection:
    def __init__(self, host="127.0.0.1", port=9090):
        self.server = (host, port)

    def __enter__(self):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        return self

    def __exit__(self, *_):
        self.sock.close()

    def ask(self, text):
        self.sock.sendto(text.encode("utf-8"), self.server)
        return self.sock.recvfrom(1024)[0].decode("utf-8")


def main():
    with Connection() as connection:
        print(">> " + connection.ask(input("<< ")))


if __name__ == "__main__":
    main()
