"""UDP ends: the client that talks to a student's server, and the fake server for a student's client.

Both are unconnected with IP_RECVERR (ip(7)): a connected socket would not see a reply that comes
from another socket of the server, nor a stray datagram; with IP_RECVERR an unconnected one hears
of a closed port at once all the same.
"""

from __future__ import annotations

import errno
import os
import select
import socket
from collections.abc import Iterator
from typing import Any

#: Bytes and datagrams that one peer keeps in a run; what comes after is counted as a flood.
MOST_BYTES, MOST_DATAGRAMS = 1 << 20, 10_000

_IP_RECVERR = 11
Address = tuple[str, int]


class UdpPeer:
    """One UDP end of the grader's.  Nothing here waits.

    `fd` is a bound, non-blocking UDP socket made by the broker in the run's network.
    """

    def __init__(self, name: str, fd: int, port: int) -> None:
        self.name = name
        self.port = port
        self.last_sender: Address | None = None
        self.flooded = False
        self._bytes = self._datagrams = 0
        self._socket = socket.socket(fileno=fd)
        self.inodes = frozenset({os.fstat(fd).st_ino})
        self._socket.setsockopt(socket.IPPROTO_IP, _IP_RECVERR, 1)

    def watch(self) -> list[tuple[int, int]]:
        """Descriptors, each with the events of poll(2) that mean that there is something to drain."""
        return [] if self.flooded else [(self._socket.fileno(), select.POLLIN)]

    def drain(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """All datagrams and refusals that have come."""
        while not self.flooded:
            try:
                data, sender = self._socket.recvfrom(65536)
            except BlockingIOError:
                # A refusal that sendto() has reported already still keeps the socket readable.
                yield from self._refusals()
                return
            except OSError as error:
                if error.errno not in (errno.ECONNREFUSED, errno.EHOSTUNREACH, errno.ENETUNREACH):
                    raise
                continue
            self.last_sender = sender
            self._bytes += len(data)
            self._datagrams += 1
            yield "received", {"data": data, "from": list(sender)}
            if self._bytes > MOST_BYTES or self._datagrams > MOST_DATAGRAMS:
                self.flooded = True
                yield "flooded", {"limit": MOST_BYTES}

    def _refusals(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Empties the error queue, which keeps the socket readable (recvmsg(2), MSG_ERRQUEUE)."""
        while True:
            try:
                _data, _beside, _flags, address = self._socket.recvmsg(65536, 512, socket.MSG_ERRQUEUE)
            except BlockingIOError:
                return
            yield "refused", {"to": list(address or ())}

    def send(self, data: bytes, to: Address) -> None:
        """Sends one datagram.

        A refusal of an earlier one may be reported here (ip(7)); it is left for `drain` to tell.
        """
        try:
            self._socket.sendto(data, to)
        except ConnectionRefusedError:
            self._socket.sendto(data, to)

    def close(self) -> None:
        """Closes the socket."""
        self._socket.close()
