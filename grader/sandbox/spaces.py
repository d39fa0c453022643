"""The worker's side of the broker: sandboxes, and the space of one run as a single object."""

from __future__ import annotations

import _signal
import _socket
import fcntl
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import GraderFault, MachineError, Unsupported
from grader.messages import _
from grader.sandbox import wire
from grader.sandbox.intake import Snapshot
from grader.sandbox.policy import COPY_BYTES, COPY_FILES, LaunchPlan, interpreter

_START = "import sys; sys.path.append(sys.argv[1]); from grader.sandbox.broker import main; main()"


@dataclass(frozen=True, slots=True)
class Launched:
    """What the broker hands back for a started program: descriptors that are the worker's to close.

    `slave` is kept open so that reading the master never fails and typing can be flushed;
    `status` tells how the program ended (`stub.STATUS`).
    """

    pid: int
    master: int
    slave: int
    status: int


class Sandbox:
    """A broker of one's own and the spaces that it makes.  A context manager; `close` ends it all.

    Raises (from any method):
        MachineError: the system refuses something that grading needs.
        GraderFault: the broker died or failed.
    """

    def __init__(self) -> None:
        ours, theirs = _socket.socketpair(_socket.AF_UNIX, _socket.SOCK_STREAM | _socket.SOCK_CLOEXEC)
        end = fcntl.fcntl(theirs, fcntl.F_DUPFD, 10)
        null = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
        root = str(Path(__file__).resolve().parent.parent.parent)
        try:
            self._pid = os.posix_spawn(
                interpreter(),
                [interpreter(), "-I", "-S", "-c", _START, root],
                {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
                file_actions=[
                    (os.POSIX_SPAWN_DUP2, end, 3),
                    (os.POSIX_SPAWN_DUP2, null, 0),
                    (os.POSIX_SPAWN_DUP2, null, 1),
                    *([] if os.environ.get("GRADER_DEBUG") else [(os.POSIX_SPAWN_DUP2, null, 2)]),
                    (os.POSIX_SPAWN_CLOSE, end),
                ],
                # Whatever signals this process was told to ignore or block, programs start as from a shell.
                setsigmask=(),
                setsigdef=_signal.valid_signals() - {_signal.SIGKILL, _signal.SIGSTOP},
            )
        except OSError as error:
            ours.close()
            raise MachineError(f"cannot start the broker: {error.strerror}") from error
        finally:
            os.close(end)
            os.close(null)
            theirs.close()
        self._control: _socket.socket | None = ours
        self._kept: set[str] = set()
        self._count = 0
        self._features: Mapping[str, Any] | None = None
        self._owed = 0
        self.post("prepare", [interpreter(), os.path.realpath(interpreter()), root])

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the broker and waits until it, and so every program, is gone."""
        if self._control is None:
            return
        self._control.close()
        self._control = None
        os.waitpid(self._pid, 0)

    def post(self, name: str, *args: Any) -> None:
        """Sends a request whose answer is read later, before the next one's."""
        if self._control is None:
            raise GraderFault("the broker is closed")
        try:
            wire.send(self._control, (name, args))
        except wire.Closed:
            raise GraderFault("the broker has died") from None
        self._owed += 1

    def _collect(self) -> tuple[Any, list[int]]:
        assert self._control is not None
        try:
            (kind, value), fds = wire.receive(self._control)
        except wire.Closed:
            raise GraderFault("the broker has died") from None
        self._owed -= 1
        if kind == "ok":
            if self._features is None:
                self._features = value
            return value, fds
        if kind == "os":
            raise MachineError(value[1])
        raise GraderFault(f"the broker failed: {value}")

    def ask(self, name: str, *args: Any) -> tuple[Any, list[int]]:
        """One request and its answer, after the answers still owed."""
        self.post(name, *args)
        while self._owed > 1:
            self._collect()
        return self._collect()

    def settle(self) -> None:
        """Waits until everything that was asked for has been done."""
        while self._owed and self._control is not None:
            self._collect()

    @property
    def features(self) -> Mapping[str, Any]:
        """What isolation the machine gives: `{"features": [...], "missing": {name: why}}`."""
        self.settle()
        assert self._features is not None
        return self._features

    def open(self, snapshot: Snapshot) -> Space:
        """A fresh space with a private copy of a submission."""
        if snapshot.key not in self._kept:
            self.post("keep", snapshot.key, dict(snapshot.files))
            self._kept.add(snapshot.key)
        self._count += 1
        self.post("open", self._count, snapshot.key, COPY_BYTES, COPY_FILES)
        return Space(self, self._count)

    def forget(self, snapshot: Snapshot) -> None:
        """Drops the files of a submission that will not be opened again."""
        if snapshot.key in self._kept:
            self._kept.discard(snapshot.key)
            self.post("forget", snapshot.key)


class Space:
    """One run's network, private copy and programs; the one object through which they are reached."""

    def __init__(self, sandbox: Sandbox, number: int) -> None:
        self._sandbox = sandbox
        self._number = number
        self._open = True

    def network(self) -> int:
        """A further network inside, from which nothing reaches the first; its index for `socket` and `start`.

        Raises:
            Unsupported: this machine has no network namespaces.
        """
        if "netns" not in self._sandbox.features["features"]:
            raise Unsupported(_("this run needs a second network, and this machine allows no network namespaces"))
        index, _fds = self._sandbox.ask("network", self._number)
        return int(index)

    def socket(self, kind: int, port: int, address: str = "127.0.0.1", net: int = 0) -> tuple[int, int]:
        """A non-blocking IPv4 socket inside, bound to a loopback address: its descriptor and its port."""
        (_address, bound), fds = self._sandbox.ask("socket", self._number, int(kind), address, port, net)
        return fds[0], bound

    def start(self, name: str, plan: LaunchPlan, net: int = 0) -> Launched:
        """Starts a program; returns before it has done anything."""
        pid, fds = self._sandbox.ask("start", self._number, name, plan.argv, dict(plan.env), dict(plan.limits), net)
        return Launched(pid, *fds)

    def stop(self, name: str) -> None:
        """Ends one program with all its processes."""
        self._sandbox.ask("stop", self._number, name)

    def begin(self, *, with_sockets: bool = False) -> Mapping[str, Any]:
        """Pass A of a sample; `with_sockets` adds the bound sockets."""
        value, _fds = self._sandbox.ask("begin", self._number, with_sockets)
        return dict(value)

    def confirm(self) -> Mapping[str, Any]:
        """What may be under way, and pass B."""
        value, _fds = self._sandbox.ask("confirm", self._number)
        return dict(value)

    def look(self) -> Mapping[str, Any]:
        """Descriptors, sockets and threads, for saying where programs wait."""
        value, _fds = self._sandbox.ask("look", self._number)
        return dict(value)

    def stacks(self, pid: int, argv: Iterable[str]) -> bytes:
        """The output of an external stack reader on one process."""
        value, _fds = self._sandbox.ask("stacks", pid, tuple(argv))
        return bytes(value)

    def inner_threads(self, pid: int) -> dict[int, int]:
        """The threads of a process: their numbers inside its pid namespace to those outside."""
        value, _fds = self._sandbox.ask("inner_threads", pid)
        return dict(value)

    def sleep_end(self, pid: int, pointer: int) -> float | None:
        """When (CLOCK_MONOTONIC, seconds) a thread's absolute sleep ends; None where that cannot be read."""
        value, _fds = self._sandbox.ask("sleep_end", pid, pointer)
        return None if value is None else float(value)

    def close(self) -> None:
        """Ends every process inside and drops the copy; may be called twice."""
        if self._open:
            self._open = False
            self._sandbox.post("close", self._number)
