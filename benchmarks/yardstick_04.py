"""The yardstick of exercise 04: its public conversation, held by hand and as fast as can be.

Usage: python yardstick_04.py SUBMISSION [--times] [--patience SECONDS]

What it is, and what it is not, says `yardstick_03.py`, whose programs and ends it uses.
"""

from __future__ import annotations

import re
import socket
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from yardstick_03 import Peer, Program, Talk, Wrong, enter_namespace

PORT = 9090
_LISTEN = "0A"  # <net/tcp_states.h>, as /proc/net/tcp writes it
_SGR = re.compile(rb"\x1b\[[0-9;:]*m")


class Stream(Peer):
    """One end of a TCP connection."""

    def __init__(self, name: str, connection: socket.socket) -> None:
        self.name = name
        self.socket = connection
        self.port: int = connection.getsockname()[1]
        self.inbox: list[bytes] = []
        self.closed = False

    def say(self, text: str) -> None:
        """Sends a text; that the other end has gone shows when its answer does not come."""
        try:
            self.socket.sendall(text.encode())
        except ConnectionError:
            self.closed = True

    def drain(self) -> None:
        """Takes what has come, the end included."""
        try:
            data = self.socket.recv(65536)
        except ConnectionError:
            data = b""
        self.closed = not data
        if data:
            self.inbox.append(data)


class Fake(Peer):
    """A TCP server that the script plays."""

    def __init__(self, name: str, port: int) -> None:
        self.name = name
        self.socket = socket.create_server(("127.0.0.1", port), backlog=64)
        self.inbox: list[bytes] = []
        self.streams: list[Stream] = []

    def drain(self) -> None:
        """Accepts one connection."""
        connection, _ = self.socket.accept()
        self.streams.append(Stream(f"{self.name}'s connection {len(self.streams) + 1}", connection))


class StreamTalk(Talk):
    """A conversation over TCP."""

    def __init__(self, folder: Path, patience: float) -> None:
        super().__init__(folder, patience)
        self._read: dict[Program, int] = {}
        self._over: list[Stream] = []

    def start(self, *files: str) -> list[Program]:
        """Starts programs; a server is ready when the kernel lists its port as listening."""
        started = [Program(self._folder, file) for file in files]
        self._programs += started
        if "server.py" in files:
            self._wait("server.py listens on TCP port 9090", is_listening, at_most=0.001)
        return started

    def fake(self) -> Fake:
        """A server for this conversation."""
        fake = Fake("fake", PORT)
        self._peers.append(fake)
        return fake

    def connected(self, fake: Fake, program: Program) -> Stream:
        """Waits until the program has connected."""
        self._wait(f"{program.file} connects", lambda: bool(fake.streams))
        self._peers.append(fake.streams[0])
        return fake.streams[0]

    def prints(self, program: Program, *texts: str) -> None:
        """Waits for texts that stand on one line of the screen, in any order."""
        self._wait(f"{program.file} prints {' and '.join(map(repr, texts))}", lambda: self._shows(program, texts))

    def hears(self, stream: Stream, text: str) -> None:
        """Waits for the next bytes of a connection, which must be these."""
        what, wanted = f"{stream.name} gets {text!r}", text.encode()
        self._wait(what, lambda: stream.closed or sum(map(len, stream.inbox)) >= len(wanted))
        came = b"".join(stream.inbox)
        if not came.startswith(wanted):
            raise Wrong(f"{what}: got {came!r}" + (" and then the end" if stream.closed else ""))
        rest = came[len(wanted) :]
        stream.inbox = [rest] if rest else []

    def close(self) -> None:
        """Ends all programs and connections and frees the port."""
        self._peers += self._over
        super().close()

    def _shows(self, program: Program, texts: Sequence[str]) -> bool:
        at = self._read.get(program, 0)
        for line in _SGR.sub(b"", bytes(program.screen))[at:].decode(errors="replace").split("\n"):
            ends = [line.find(text) + len(text) for text in texts]
            if all(text in line for text in texts):
                self._read[program] = at + len(line[: max(ends)].encode())
                return True
            at += len(line.encode()) + 1
        return False

    def _look(self, seconds: float) -> Program | None:
        # A connection that has come to its end would be readable for ever.
        self._over += [peer for peer in self._peers if isinstance(peer, Stream) and peer.closed]
        self._peers = [peer for peer in self._peers if peer not in self._over]
        return super()._look(seconds)


SomeTalk = TypeVar("SomeTalk", bound=StreamTalk)


def is_listening() -> bool:
    """Whether TCP port 9090 has a listener, by the kernel's own list (columns: sl, local and remote address, state)."""
    wanted = f":{PORT:04X}"
    for table in ("/proc/self/net/tcp", "/proc/self/net/tcp6"):
        with open(table) as lines:  # noqa: PTH123 - asked for every millisecond; pathlib's layer would show
            columns = (line.split(None, 4) for line in lines)
            if any(column[1].endswith(wanted) and column[3] == _LISTEN for column in columns):
                return True
    return False


def two_rounds(talk: StreamTalk) -> None:
    """The client with a server that is played here."""
    fake = talk.fake()
    (client,) = talk.start("client.py")
    stream = talk.connected(fake, client)
    talk.nothing()
    for word in ("drumlin", "hemlock"):
        stream.say(word)
        talk.prints(client, word)
        talk.hears(stream, "bye")
        talk.nothing()
        if len(fake.streams) > 1:
            raise Wrong(f"{client.file} keeps one connection: it has made {len(fake.streams)}")


def hold(
    kind: type[SomeTalk],
    conversations: Sequence[Callable[[SomeTalk], None]],
    arguments: Sequence[str],
    usage: str | None,
) -> int:
    """Holds conversations of one kind; 0 when all were right, 1 when one was not, 2 when called wrongly."""
    # By hand: argparse would take a tenth of the whole time to import.
    words = list(arguments)
    times = "--times" in words
    if times:
        words.remove("--times")
    patience = 5.0
    if "--patience" in words[:-1]:
        at = words.index("--patience")
        patience = float(words[at + 1])
        del words[at : at + 2]
    if len(words) != 1 or not Path(words[0]).is_dir():
        print(usage, file=sys.stderr)
        return 2
    folder = Path(words[0]).resolve()
    wrong = False
    for conversation in conversations:
        began = time.perf_counter()
        # One for each: connections of the last conversation would keep the port taken.
        enter_namespace()
        talk = kind(folder, patience)
        try:
            conversation(talk)
        except Wrong as problem:
            print(f"{conversation.__name__}: {problem}")
            wrong = True
        finally:
            talk.close()
        if times:
            print(f"{conversation.__name__:14}{(time.perf_counter() - began) * 1000:8.1f} ms")
    if not wrong:
        print("ok")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(hold(StreamTalk, (two_rounds,), sys.argv[1:], __doc__))
