# A class with methods, a main guard, and an end when the server closes.
import socket
import sys


class Client:
    ANSWER = "bye"

    def __init__(self, host, port):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.address = (host, port)
        self.encoding = "utf-8"

    def run(self):
        self.sock.connect(self.address)
        try:
            while self.one_round():
                pass
        finally:
            self.sock.close()

    def one_round(self):
        data = self.sock.recv(1024)
        if not data:
            return False
        self.show(data)
        self.sock.sendall(self.ANSWER.encode(self.encoding))
        return True

    def show(self, data):
        sys.stdout.write(data.decode(self.encoding) + "\n")


if __name__ == "__main__":
    Client("127.0.0.1", 9090).run()
