"""TCP ends: clients that connect to a student's server, and fake servers for a student's client.

Nothing here waits: `drain` reports what has happened since, and unsent bytes go out as they can.
After every read the socket is told to acknowledge at once (TCP_QUICKACK, tcp(7)): a delayed
acknowledgement would hold a program's next small write back for 40 ms (Nagle).
"""

from __future__ import annotations

import contextlib
import errno
import os
import select
import socket
import struct
from collections.abc import Iterator
from typing import Any

#: Bytes that one connection keeps in a run, and connections that one fake server takes.
MOST_BYTES, MOST_CONNECTIONS = 1 << 20, 512

_RESET = struct.pack("ii", 1, 0)  # SO_LINGER with no time: close() resets (socket(7))
News = tuple[str, dict[str, Any]]


class _Connection:
    """One connected (or connecting) socket and what is still to be sent on it."""

    def __init__(self, number: int, sock: socket.socket, peer: tuple[str, int], *, connecting: bool) -> None:
        self.number = number
        self.sock: socket.socket | None = sock
        self.inode = os.fstat(sock.fileno()).st_ino
        self.peer = peer
        self.connecting = connecting
        self.at_end = False
        self.flooded = False
        self._unsent = b""
        self._bytes = 0

    def watch(self) -> list[tuple[int, int]]:
        """The descriptor, if there is anything left to hear; a handshake that is done shows as writable."""
        if self.sock is None or self.at_end or self.flooded:
            return []
        return [(self.sock.fileno(), select.POLLOUT if self.connecting else select.POLLIN)]

    def send(self, data: bytes) -> bool:
        """Sends, keeping back what does not fit; False when the connection is no longer there."""
        if self.sock is None:
            return False
        self._unsent += data
        return self._push()

    def _push(self) -> bool:
        while self._unsent and self.sock is not None and not self.connecting:
            try:
                self._unsent = self._unsent[self.sock.send(self._unsent, socket.MSG_NOSIGNAL) :]
            except BlockingIOError:
                return True
            except OSError:
                self._unsent = b""
                return False
        return True

    def drain(self) -> Iterator[News]:
        """What has happened on the connection since."""
        if self.sock is None:
            return
        if self.connecting:
            yield from self._finish_connecting()
            if not self._ready():
                return
        self._push()
        while not self.at_end and not self.flooded:
            try:
                data = self.sock.recv(65536)
                self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            except BlockingIOError:
                return
            except OSError:
                self.at_end = True
                yield "reset", {"connection": self.number}
                return
            if not data:
                self.at_end = True
                yield "closed", {"connection": self.number}
                return
            self._bytes += len(data)
            yield "received", {"data": data, "from": list(self.peer), "connection": self.number}
            if self._bytes > MOST_BYTES:
                self.flooded = True
                yield "flooded", {"limit": MOST_BYTES}

    def _ready(self) -> bool:
        return self.sock is not None and not self.connecting

    def _finish_connecting(self) -> Iterator[News]:
        assert self.sock is not None
        error = self.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if error:
            self.close("close")
            yield "refused", {"connection": self.number, "to": list(self.peer)}
            return
        try:
            self.sock.getpeername()
        except OSError:
            return  # the handshake is still open
        self.connecting = False
        yield "connected", {"connection": self.number, "to": list(self.peer)}

    def close(self, how: str) -> None:
        """Closes: `close` both ways, `half` this side only (the other may still send), `reset` abruptly."""
        if self.sock is None:
            return
        if how == "half":
            with contextlib.suppress(OSError):  # the other side was faster
                self.sock.shutdown(socket.SHUT_WR)
            return
        if how == "reset":
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self.sock.close()
        self.sock = None


class TcpClient:
    """A client of the grader's: one connection a run.

    `fd` is a bound, non-blocking TCP socket made by the broker in the run's network, so that the
    client's port is known before it connects.
    """

    def __init__(self, name: str, fd: int, port: int) -> None:
        self.name = name
        self.port = port
        self._socket = socket.socket(fileno=fd)
        self.inodes = frozenset({os.fstat(fd).st_ino})
        self._connection: _Connection | None = None
        self._refused = False

    def watch(self) -> list[tuple[int, int]]:
        """Descriptors, each with the events of poll(2) that mean that there is something to drain."""
        return self._connection.watch() if self._connection is not None else []

    @property
    def open(self) -> bool:
        """Whether it is connected (or connecting) and has not closed."""
        return self._connection is not None and self._connection.sock is not None

    def connect(self, to: tuple[str, int]) -> None:
        """Begins to connect; how it went comes with `drain`."""
        number = self._socket.connect_ex(to)
        if number not in (0, errno.EINPROGRESS, errno.ECONNREFUSED):
            raise OSError(number, os.strerror(number))
        self._connection = _Connection(1, self._socket, to, connecting=True)
        self._refused = number == errno.ECONNREFUSED

    def drain(self) -> Iterator[News]:
        """All that has happened."""
        if self._connection is None:
            return
        if self._refused:
            self._refused = False
            self._connection.close("close")
            yield "refused", {"connection": 1, "to": list(self._connection.peer)}
            return
        yield from self._connection.drain()

    def send(self, data: bytes) -> bool:
        """Sends; False when there is no connection to send on."""
        return self._connection is not None and self._connection.send(data)

    def hang_up(self, how: str) -> None:
        """Closes the connection: `close`, `half` or `reset`."""
        if self._connection is not None:
            self._connection.close(how)

    def close(self) -> None:
        """Closes the socket at the end of a run."""
        self._socket.close()


class TcpServer:
    """A fake server: takes every connection, speaks on the newest.

    `fd` is a bound TCP socket made by the broker; it listens from the start.
    """

    def __init__(self, name: str, fd: int, port: int) -> None:
        self.name = name
        self.port = port
        self._socket = socket.socket(fileno=fd)
        self._socket.listen(128)
        self.inodes = frozenset({os.fstat(fd).st_ino})
        self._connections: list[_Connection] = []

    def watch(self) -> list[tuple[int, int]]:
        """Descriptors, each with the events of poll(2) that mean that there is something to drain."""
        watched = [pair for one in self._connections for pair in one.watch()]
        full = len(self._connections) >= MOST_CONNECTIONS
        return watched if full else [(self._socket.fileno(), select.POLLIN), *watched]

    @property
    def open(self) -> bool:
        """Whether the newest connection is there to speak on."""
        return bool(self._connections) and self._connections[-1].sock is not None

    def drain(self) -> Iterator[News]:
        """New connections, and all that has happened on the others."""
        while len(self._connections) < MOST_CONNECTIONS:
            try:
                sock, peer = self._socket.accept()
            except BlockingIOError:
                break
            sock.setblocking(False)
            # Whoever connects anew has spoken on its older connections before: that comes first.
            for connection in self._connections:
                yield from connection.drain()
            number = len(self._connections) + 1
            self._connections.append(_Connection(number, sock, peer, connecting=False))
            yield "connected", {"connection": number, "from": list(peer)}
        for connection in self._connections:
            yield from connection.drain()

    def send(self, data: bytes) -> bool:
        """Sends on the newest connection; False when there is none."""
        return bool(self._connections) and self._connections[-1].send(data)

    def hang_up(self, how: str) -> None:
        """Closes the newest connection: `close`, `half` or `reset`."""
        if self._connections:
            self._connections[-1].close(how)

    def close(self) -> None:
        """Closes everything at the end of a run."""
        for connection in self._connections:
            connection.close("close")
        self._socket.close()
