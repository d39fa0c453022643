"""The yardstick of exercise 03: its three public conversations, held by hand and as fast as can be.

Usage: python yardstick_03.py SUBMISSION [--times] [--patience SECONDS]

Prints `ok` and exits 0 when all is right, else one line for each conversation that went wrong and
exits 1.  There is no framework here, no sandbox, no proof and no report: it is the time that nothing
which grades the same can undercut by much (`check_03.py` compares).  It has one advantage that a
grader may not take: it trusts the submission, which runs as the user who calls it.  And one
weakness: what does not come, it has to wait for (`--patience`, 5 seconds).

Needs Linux; as an ordinary user also unprivileged user namespaces.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import re
import select
import signal
import socket
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000  # <sched.h>
_SIOCSIFFLAGS, _IFF_UP = 0x8914, 1  # netdevice(7)
_PORT = 9090
_SGR = re.compile(rb"\x1b\[[0-9;:]*m")

#: The interpreter itself: a virtual environment's launcher would search for its home first.
_PYTHON = getattr(sys, "_base_executable", sys.executable)
_ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "TERM": "dumb",
    "PYTHONDONTWRITEBYTECODE": "1",
}


class Wrong(Exception):
    """The submission did something else than was asked."""


class Program:
    """One program of the submission on a terminal of its own, in a session and process group of its own."""

    def __init__(self, folder: Path, file: str) -> None:
        self.file = file
        self.screen = bytearray()
        self._seen = 0
        self.master, slave = os.openpty()
        modes = termios.tcgetattr(slave)
        modes[3] &= ~termios.ECHO
        termios.tcsetattr(slave, termios.TCSANOW, modes)
        self.pid = os.fork()
        if not self.pid:
            try:
                os.login_tty(slave)
                os.chdir(folder)
                os.execve(_PYTHON, [_PYTHON, file], _ENVIRONMENT)
            finally:
                os._exit(127)
        os.close(slave)
        self.pidfd = os.pidfd_open(self.pid)

    def drain(self) -> bool:
        """Reads what has been printed; False when there is no more."""
        try:
            got = os.read(self.master, 65536)
        except OSError:  # EIO: nobody has the terminal open any more
            return False
        self.screen += got
        return bool(got)

    def type(self, line: str) -> None:
        """Types a line; the terminal keeps it until the program reads."""
        os.write(self.master, line.encode() + b"\n")

    def shows(self, text: str) -> bool:
        """Whether `text` has come on one line behind what was found last; moves behind it."""
        plain = _SGR.sub(b"", bytes(self.screen))
        found = plain.find(text.encode(), self._seen)
        if found >= 0:
            self._seen = found + len(text.encode())
        return found >= 0

    def end(self) -> None:
        """Kills the program with all that it started, and waits for it."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.pidfd)
        os.close(self.master)


class Peer:
    """A UDP end that the script plays."""

    def __init__(self, name: str, port: int = 0) -> None:
        self.name = name
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", port))
        self.inbox: list[bytes] = []
        self.last_sender: Any = None

    def send(self, message: dict[str, str], to: Any = ("127.0.0.1", _PORT)) -> None:
        """Sends a message as raw UTF-8, which a program that takes UTF-8 for something else trips over."""
        self.socket.sendto(json.dumps(message, ensure_ascii=False).encode(), to)

    def drain(self) -> None:
        """Takes one datagram."""
        data, self.last_sender = self.socket.recvfrom(65536)
        self.inbox.append(data)


class Talk:
    """One conversation: its programs and peers, and the one loop that waits."""

    def __init__(self, folder: Path, patience: float) -> None:
        self._folder = folder
        self._patience = patience
        self._programs: list[Program] = []
        self._peers: list[Peer] = []

    def start(self, *files: str) -> list[Program]:
        """Starts programs, all before waiting for any; a server is ready when the kernel lists its port."""
        started = [Program(self._folder, file) for file in files]
        self._programs += started
        if "server.py" in files:
            self._wait("server.py binds UDP port 9090", _is_bound, at_most=0.001)
        return started

    def peer(self, name: str, port: int = 0) -> Peer:
        """A peer for this conversation."""
        peer = Peer(name, port)
        self._peers.append(peer)
        return peer

    def prints(self, program: Program, text: str) -> None:
        """Waits for a text on the screen."""
        self._wait(f"{program.file} prints {text!r}", lambda: program.shows(text))

    def gets(self, peer: Peer, message: dict[str, str]) -> None:
        """Waits for the next datagram, which must be this message and nobody else's."""
        what = f"{peer.name} gets {message}"
        self._wait(what, lambda: any(peer.inbox for peer in self._peers))
        if not peer.inbox:
            raise Wrong(f"{what}: it went to {', '.join(other.name for other in self._peers if other.inbox)}")
        data = peer.inbox.pop(0)
        try:
            right = json.loads(data.decode()) == message
        except ValueError:
            right = False
        if not right:
            raise Wrong(f"{what}: got {data!r}")

    def nothing(self) -> None:
        """Looks whether a datagram is there that should not be; without a proof, that is all that can be done."""
        self._look(0)
        for peer in self._peers:
            if peer.inbox:
                raise Wrong(f"{peer.name} gets nothing: got {peer.inbox[0]!r}")

    def close(self) -> None:
        """Ends all programs and frees the port."""
        for program in self._programs:
            program.end()
        for peer in self._peers:
            peer.socket.close()

    def _wait(self, what: str, done: Callable[[], bool], at_most: float = 60) -> None:
        deadline = time.monotonic() + self._patience
        while not done():
            left = deadline - time.monotonic()
            if left <= 0:
                raise Wrong(f"{what}: not within {self._patience:g} s")
            ended = self._look(min(left, at_most))
            if ended and not done():
                raise Wrong(f"{what}: {ended.file} has ended\n" + ended.screen.decode(errors="replace"))

    def _look(self, seconds: float) -> Program | None:
        """Sleeps until something happens, takes all that is there, and gives a program that has ended."""
        by_fd: dict[int, Program | Peer] = {program.master: program for program in self._programs}
        by_fd.update({peer.socket.fileno(): peer for peer in self._peers})
        ends = {program.pidfd: program for program in self._programs}
        readable, _, _ = select.select([*by_fd, *ends], [], [], seconds)
        for fd in readable:
            if fd in by_fd:
                by_fd[fd].drain()
        for fd in readable:
            if fd in ends:
                while ends[fd].drain():
                    pass
                return ends[fd]
        return None


def _is_bound() -> bool:
    """Whether UDP port 9090 has an owner, by the kernel's own list (columns: sl, local address in hexadecimal ...)."""
    wanted = f":{_PORT:04X}"
    for table in ("/proc/self/net/udp", "/proc/self/net/udp6"):
        with open(table) as lines:  # noqa: PTH123 - asked for every millisecond; pathlib's layer would show
            if any(line.split(None, 2)[1].endswith(wanted) for line in lines):
                return True
    return False


def two_clients(talk: Talk) -> None:
    """The server with two clients that take turns."""
    (server,) = talk.start("server.py")
    alice, bob = talk.peer("alice"), talk.peer("bob")
    bob.send({"msg": "你好，世界", "username": "小明"})
    talk.prints(server, "消息来自小明 : 你好，世界")
    talk.nothing()
    server.type("欢迎光临")
    talk.gets(bob, {"msg": "欢迎光临", "username": "server"})
    alice.send({"msg": 'she said "50% \\ {x}" \'', "username": "Alice"})
    talk.prints(server, 'Alice : she said "50% \\ {x}" \'')
    server.type('a "quoted" \\ answer')
    talk.gets(alice, {"msg": 'a "quoted" \\ answer', "username": "server"})
    talk.nothing()


def client_alone(talk: Talk) -> None:
    """The client with a server that is played here."""
    fake = talk.peer("fake", _PORT)
    (client,) = talk.start("client.py")
    talk.nothing()
    for typed, answer in (('say "hi" \\', "收到了"), ("再见", 'so "long" {0} %s')):
        client.type(typed)
        talk.gets(fake, {"msg": typed, "username": "egon"})
        fake.send({"msg": answer, "username": "Bob"}, fake.last_sender)
        talk.prints(client, f"消息来自Bob : {answer}")
    talk.nothing()


def pair(talk: Talk) -> None:
    """The server and the client of the submission with each other."""
    server, client = talk.start("server.py", "client.py")
    client.type("ping")
    talk.prints(server, "消息来自egon : ping")
    server.type("pong")
    talk.prints(client, "消息来自server : pong")


@contextmanager
def _talk(folder: Path, patience: float) -> Iterator[Talk]:
    talk = Talk(folder, patience)
    try:
        yield talk
    finally:
        talk.close()


def enter_namespace() -> None:
    """Moves this process into a network namespace of its own, where port 9090 is free and nobody else is."""
    user, group = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWNET | (_CLONE_NEWUSER if user else 0)):
        raise OSError(ctypes.get_errno(), "no network namespace can be made here")
    if user:
        # user_namespaces(7): without CAP_SETGID outside, setgroups must be given up before gid_map.
        for name, line in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            Path("/proc/self", name).write_text(line)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", _IFF_UP))


def main(arguments: Sequence[str]) -> int:
    """Holds all conversations; 0 when all were right, 1 when one was not, 2 when called wrongly."""
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
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(words[0]).resolve()
    enter_namespace()
    wrong = False
    for conversation in (two_clients, client_alone, pair):
        began = time.perf_counter()
        try:
            with _talk(folder, patience) as talk:
                conversation(talk)
        except Wrong as problem:
            print(f"{conversation.__name__}: {problem}")
            wrong = True
        if times:
            print(f"{conversation.__name__:14}{(time.perf_counter() - began) * 1000:8.1f} ms")
    if not wrong:
        print("ok")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
