# Classes, type hints, properties and a context manager.
from __future__ import annotations

import json
import socket
from typing import NamedTuple


class Message(NamedTuple):
    msg: str
    username: str

    @classmethod
    def from_bytes(cls, data: bytes) -> Message:
        return cls(**json.loads(data.decode("utf-8")))

    def to_bytes(self) -> bytes:
        return json.dumps(self._asdict()).encode("utf-8")

    def __str__(self) -> str:
        return f"消息来自{self.username} : {self.msg}"


class ChatServer:
    NAME = "server"

    def __init__(self, host: str = "127.0.0.1", port: int = 9090) -> None:
        self._address = (host, port)
        self._socket: socket.socket | None = None

    def __enter__(self) -> ChatServer:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(self._address)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._socket is not None
        self._socket.close()

    def serve_forever(self) -> None:
        while True:
            self.serve_one()

    def serve_one(self) -> None:
        assert self._socket is not None
        data, peer = self._socket.recvfrom(1024)
        try:
            print(Message.from_bytes(data))
        except (ValueError, TypeError) as error:
            print("bad datagram from", peer, error)
            return
        self._socket.sendto(Message(input("answer> "), self.NAME).to_bytes(), peer)


if __name__ == "__main__":
    with ChatServer() as server:
        try:
            server.serve_forever()
        except (EOFError, KeyboardInterrupt):
            print("bye")
