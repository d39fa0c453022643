"""A link between two programs over UDP: it stands where the clients look for the server, and passes on what comes.

What becomes of a datagram is decided by the seed and by what is in it, not by a clock and not by who
was quicker: a line that is slow or that reorders keeps datagrams until everything else is at rest.
"""

from __future__ import annotations

import os
import random
import select
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from grader.peers.udp import MOST_BYTES, MOST_DATAGRAMS, Address

#: Addresses that one link serves in a run; each has a socket of its own at the server's side.
MOST_CLIENTS = 100


#: A socket of a client's: the program, and the address in the program's own network.
Client = tuple[str, Address]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A datagram under way; `inward` means from the client to the server."""

    data: bytes
    source: Address
    client: Client
    inward: bool


@dataclass(frozen=True, slots=True)
class Faults:
    """What a link does to datagrams; by itself nothing.  `loses` and `duplicates` are probabilities."""

    reorders: bool = False
    delays: bool = False
    loses: float = 0.0
    duplicates: float = 0.0


class Disorder:
    """Decides what becomes of datagrams: how often each is delivered, when, and in what order."""

    def __init__(self, faults: Faults, seed: str) -> None:
        self._faults = faults
        self._seed = seed
        self._seen: Counter[tuple[bool, bytes]] = Counter()
        self._held: list[Parcel] = []
        self._rounds = 0

    @property
    def holds(self) -> bool:
        """Whether datagrams wait for a `release`, instead of being delivered as they come."""
        return self._faults.reorders or self._faults.delays

    def take(self, parcel: Parcel) -> int:
        """How often a datagram that has come is to be delivered, 0 when it is lost: now, or when it is released."""
        same = parcel.inward, parcel.data
        draw = random.Random(f"{self._seed}\n{parcel.inward}\n{self._seen[same]}\n{parcel.data.hex()}")
        self._seen[same] += 1
        lost, twice = draw.random() < self._faults.loses, draw.random() < self._faults.duplicates
        copies = 0 if lost else 1 + twice
        if self.holds:
            self._held += [parcel] * copies
        return copies

    def release(self) -> list[Parcel]:
        """Everything that is held, in the order in which it is to be delivered."""
        out, self._held = self._held, []
        if out and self._faults.reorders:
            # Sorted first, so that the order does not depend on which program was quicker.
            out.sort(key=lambda one: (one.inward, one.data, one.client))
            self._rounds += 1
            random.Random(f"{self._seed}\norder {self._rounds}").shuffle(out)
        return out


class Link:
    """The line between client programs, each in a network of its own, and the server in another.  Nothing here waits.

    `make` gives a socket in the server's network (descriptor and port), of which every client gets
    one, so that the server can tell clients apart.
    """

    def __init__(self, name: str, make: Callable[[], tuple[int, int]], server: Address, disorder: Disorder) -> None:
        self.name = name
        self.port = server[1]
        self.flooded = False
        self.inodes: frozenset[int] = frozenset()
        self._outer: dict[str, socket.socket] = {}
        self._inner: dict[Client, socket.socket] = {}
        self._make = make
        self._server = server
        self._disorder = disorder
        self._bytes = self._datagrams = 0

    def attach(self, program: str, fd: int) -> None:
        """Takes up a program, by a socket on the server's port in the program's network."""
        self._outer[program] = self._own(fd)

    def watch(self) -> list[tuple[int, int]]:
        """Descriptors, each with the events of poll(2) that mean that there is something to drain."""
        ends = [] if self.flooded else [*self._outer.values(), *self._inner.values()]
        return [(end.fileno(), select.POLLIN) for end in ends]

    def drain(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Takes what has come from both sides, and passes on what is not to wait."""
        for program, outer in self._outer.items():
            yield from self._take(outer, program, None)
        for client, inner in self._inner.items():
            yield from self._take(inner, client[0], client)

    def release(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Passes on what it held."""
        for parcel in self._disorder.release():
            yield from self._pass_on(parcel)

    def _take(self, end: socket.socket, program: str, known: Client | None) -> Iterator[tuple[str, dict[str, Any]]]:
        """Takes what has come to one end: that of a program, or that of a `known` client at the server's side."""
        while not self.flooded:
            try:
                data, source = end.recvfrom(65536)
            except BlockingIOError:
                return
            self._bytes += len(data)
            self._datagrams += 1
            client = (program, source) if known is None else known
            new = client not in self._inner
            crowded = new and len(self._inner) == MOST_CLIENTS
            if crowded or self._bytes > MOST_BYTES or self._datagrams > MOST_DATAGRAMS:
                self.flooded = True
                yield "flooded", {"limit": MOST_BYTES}
                return
            if new:
                self._inner[client] = self._own(self._make()[0])
            parcel = Parcel(data, source, client, known is None)
            copies = self._disorder.take(parcel)
            if not copies:
                yield "dropped", {"data": data, "program": program, "from": list(source)}
            elif self._disorder.holds:
                yield "held", {"data": data, "program": program, "from": list(source)}
            else:
                for _copy in range(copies):
                    yield from self._pass_on(parcel)

    def _own(self, fd: int) -> socket.socket:
        self.inodes |= {os.fstat(fd).st_ino}
        return socket.socket(fileno=fd)

    def _pass_on(self, parcel: Parcel) -> Iterator[tuple[str, dict[str, Any]]]:
        program, address = parcel.client
        end, to = (self._inner[parcel.client], self._server) if parcel.inward else (self._outer[program], address)
        end.sendto(parcel.data, to)
        yield "forwarded", {"data": parcel.data, "program": program, "from": list(parcel.source), "to": list(to)}

    def close(self) -> None:
        """Closes all sockets."""
        for end in (*self._outer.values(), *self._inner.values()):
            end.close()
