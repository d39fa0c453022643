"""Stories: small transcripts, and what is to be said about each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .tape import SERVER, Tape

CLIENT = """\
import socket
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    line = input("> ")
    sock.sendto(line.encode(), ("127.0.0.1", 9090))
    data, address = sock.recvfrom(1024)
    print("answer:", data.decode())
"""

Build = Callable[[Tape], object]


@dataclass(frozen=True)
class Story:
    """What happened, and what is said about it."""

    code: str
    at: str | None
    build: Build
    args: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    def tape(self) -> Tape:
        made = Tape({"server.py": SERVER, "client.py": CLIENT} | self.sources)
        self.build(made)
        return made


ENTERED: list[Story] = []


def story(code: str, at: str | None = None, *, source: str | None = None, **args: Any) -> Callable[[Build], Build]:
    """Enters a transcript among the stories; `source` is another server.py, `args` are some of the finding's."""

    def enter(build: Build) -> Build:
        ENTERED.append(Story(code, at, build, args, {} if source is None else {"server.py": source}))
        return build

    return enter


def traceback(line: int, error: str, file: str = "server.py") -> str:
    return f'Traceback (most recent call last):\n  File "/mnt/1/{file}", line {line}, in <module>\n    code\n{error}\n'
