# An object for each client, with what is known of it.
import socket
from dataclasses import dataclass


@dataclass
class Client:
    address: tuple
    received: int = 0
    last: str = ""

    def take(self, text):
        self.received += 1
        self.last = text
        return f"{self.received}:{self.last}"


class Server:
    def __init__(self, address):
        self.clients = {}
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.bind(address)

    def client(self, address):
        try:
            return self.clients[address]
        except KeyError:
            self.clients[address] = Client(address)
            return self.clients[address]

    def run(self):
        while True:
            data, address = self.sock.recvfrom(1024)
            client = self.client(address)
            self.sock.sendto(client.take(data.decode("utf-8")).encode("utf-8"), client.address)


if __name__ == "__main__":
    Server(("127.0.0.1", 9090)).run()
