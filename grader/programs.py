"""A student's program on its terminal: what it prints, what is typed, how it ends."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Iterator
from typing import Any

from pexpect import EOF, TIMEOUT, fdpexpect

from grader.kernel import terminals
from grader.sandbox import stub
from grader.sandbox.spaces import Launched

#: Bytes of output that are kept; a program that prints more is left blocked on its own flood.
MOST_OUTPUT = 1 << 20

#: (kind, fields) of an event about this program.
News = tuple[str, dict[str, Any]]


class Program:
    """A running program.  `drain` gives what is new; nothing here waits."""

    def __init__(self, name: str, file: str, launched: Launched) -> None:
        self.name = name
        self.file = file
        self.ended = False
        self.status: int | None = None
        self.how: str | None = None
        self.flooded = False
        self._launched = launched
        self._room = MOST_OUTPUT
        self._terminal = fdpexpect.fdspawn(launched.master, timeout=0, maxread=65536, use_poll=True)
        self._terminal.delaybeforesend = None

    @property
    def pid(self) -> int:
        """The process id of the stub above the program."""
        return self._launched.pid

    def watch(self) -> list[tuple[int, int]]:
        """Descriptors, each with the events of poll(2) that mean that there is something to drain."""
        watched = [] if self.flooded else [(self._launched.master, select.POLLIN)]
        return watched if self.ended else [*watched, (self._launched.status, select.POLLIN)]

    def drain(self) -> Iterator[News]:
        """All that is new: output first, then the end.

        The status is looked at before the last read of the terminal: what a program printed before
        its end is in the terminal by then.
        """
        ended = None if self.ended else self._how_it_ended()
        yield from self._output()
        if ended is not None:
            self.ended = True
            self.how, self.status = ended
            yield "ended", {"how": self.how, "status": self.status}

    def _output(self) -> Iterator[News]:
        while not self.flooded:
            try:
                data = self._terminal.read_nonblocking(65536, timeout=0)
            except (TIMEOUT, EOF):
                return
            kept = data[: self._room]
            self._room -= len(kept)
            if kept:
                yield "printed", {"data": kept}
            if self._room <= 0:
                self.flooded = True
                yield "flooded", {"limit": MOST_OUTPUT}

    def _how_it_ended(self) -> tuple[str, int] | None:
        try:
            told = os.read(self._launched.status, stub.STATUS.size)
        except BlockingIOError:
            return None
        if len(told) < stub.STATUS.size:
            return "killed_by_grader", signal.SIGKILL  # the stub went without a word: only the grader ends it
        kind, value = stub.STATUS.unpack(told)
        if kind == stub.NOT_STARTED:
            return "not_started", value
        if os.WIFSIGNALED(value):
            return "signalled", os.WTERMSIG(value)
        return "exited", os.WEXITSTATUS(value)

    def type(self, line: str) -> bytes:
        """Types a line; returns its bytes without the end of line."""
        data = line.encode("utf-8")
        self._terminal.send(data + b"\n")
        return data

    def flush_typing(self) -> bool:
        """Has the kernel deliver what was typed; says whether a line is still unread."""
        return terminals.deliver_typing(self._launched.slave)

    def close(self) -> None:
        """Closes this side; the program itself is ended by its space."""
        for fd in (self._launched.master, self._launched.slave, self._launched.status):
            os.close(fd)
