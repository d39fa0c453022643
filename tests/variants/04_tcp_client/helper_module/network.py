import socket


class Connection:
    def __init__(self, address=("127.0.0.1", 9090)):
        self._socket = socket.create_connection(address)

    def __iter__(self):
        return self

    def __next__(self):
        data = self._socket.recv(1024)
        if not data:
            raise StopIteration
        return data.decode("utf-8")

    def say(self, text):
        self._socket.sendall(text.encode("utf-8"))
