# Classes; what is done with a text stands in a method that a subclass fills in.
import socket


class UdpServer:
    def __init__(self, host, port):
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((host, port))

    def answer(self, text):
        raise NotImplementedError

    def serve(self):
        while True:
            data, client = self._socket.recvfrom(1024)
            self._socket.sendto(self.answer(data.decode("utf-8")).encode("utf-8"), client)


class Shouter(UdpServer):
    def answer(self, text):
        print(f"<< {text}")
        return text.upper()


if __name__ == "__main__":
    Shouter("127.0.0.1", 9090).serve()
