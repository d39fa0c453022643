"""Where threads wait: from the stack reader's output and the kernel's facts to a line, a call and a plain word."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from grader.kernel.sockets import LISTEN, TCP, UDP, Sock
from grader.sandbox.intake import Snapshot
from grader.sandbox.policy import Policy, plan
from grader.sandbox.spaces import Sandbox, Space
from grader.witness import idle, places
from grader.witness.calls import NAMES
from grader.witness.places import Blocked
from tests.patience import until

NUMBERS = {name: number for number, name in NAMES.items()}
FOLDER = "/mnt/7"


def frame(file: str, line: int, name: str = "<module>") -> dict[str, Any]:
    return {"name": name, "filename": file, "module": None, "short_filename": file, "line": line, "locals": None,
            "is_entry": True}  # fmt: skip


def stack(number: int, *frames: dict[str, Any]) -> dict[str, Any]:
    """A thread as py-spy 0.4 prints it."""
    return {"pid": 1, "thread_id": 140, "thread_name": "x", "os_thread_id": number, "active": False, "owns_gil": False,
            "frames": list(frames)}  # fmt: skip


def look(
    *calls: tuple[str, int], fds: dict[int, str] | None = None, sockets: tuple[Sock, ...] = (), inner: int = 3
) -> dict[str, Any]:
    threads = [
        (100, 100 + at, "S", NUMBERS.get(call, 99999), (argument, 0, 0, 0, 0, 0), 1, 0, 0, False)
        for at, (call, argument) in enumerate(calls)
    ]
    return {"members": {"server": [100]}, "threads": threads, "fds": {100: fds or {}},
            "inner": {100: {inner + at: 100 + at for at in range(len(calls))}},
            "sockets": sockets, "folder": FOLDER}  # fmt: skip


def only(facts: dict[str, Any], *stacks: dict[str, Any]) -> Blocked:
    (one,) = places.blocked(facts, lambda _pid: json.dumps(stacks).encode())
    return one


UDP_9090: Sock = (UDP, 2, 7, "127.0.0.1", 9090, "0.0.0.0", 0, 77, 0, 0, None)
TCP_8080: Sock = (TCP, 2, LISTEN, "0.0.0.0", 8080, "0.0.0.0", 0, 78, 0, 0, None)
TALKING: Sock = (TCP, 2, 1, "127.0.0.1", 8080, "127.0.0.1", 5555, 79, 0, 0, (0,) * 6)
FDS = {0: "/dev/pts/3", 1: "/dev/pts/3", 3: "socket:[77]", 4: "socket:[78]", 5: "socket:[79]", 6: "pipe:[8]",
       7: "socket:[99]", 8: "anon_inode:[timerfd]", 9: "/mnt/7/file"}  # fmt: skip


@pytest.mark.parametrize(
    ("call", "argument", "expected"),
    [
        ("recvfrom", 3, "UDP 127.0.0.1:9090"),
        ("accept4", 4, "TCP 0.0.0.0:8080"),
        ("recvfrom", 5, "TCP 127.0.0.1:8080 to 127.0.0.1:5555"),
        ("recvfrom", 7, "socket"),
        ("read", 0, "keyboard"),
        ("write", 1, "screen"),
        ("read", 6, "pipe"),
        ("read", 8, "[timerfd]"),
        ("read", 42, "descriptor"),
        ("futex", 0, "lock"),
        ("wait4", 0, "child"),
        ("flock", 9, "lock"),
        ("clock_nanosleep", 0, "sleep"),
        ("pselect6", 9, "UDP 127.0.0.1:9090, TCP 0.0.0.0:8080, TCP 127.0.0.1:8080 to 127.0.0.1:5555"),
        ("rt_sigsuspend", 0, "signal"),
        ("no such call", 0, ""),
    ],
)
def test_what_a_thread_waits_for(call: str, argument: int, expected: str) -> None:
    found = only(look((call, argument), fds=FDS, sockets=(UDP_9090, TCP_8080, TALKING)))
    assert found.on == expected
    assert found.call == (call if call in NUMBERS else "?")


def test_watching_without_a_socket_is_watching_descriptors() -> None:
    assert only(look(("pselect6", 1), fds={0: "/dev/pts/3"})).on == "descriptors"


@pytest.mark.parametrize(
    ("frames", "expected"),
    [
        pytest.param([frame("server.py", 12)], ("server.py", 12, "<module>"), id="as it was started"),
        pytest.param([frame("/usr/lib/python3.11/socket.py", 5), frame("server.py", 9, "main"), frame("server.py", 20)],
                     ("server.py", 9, "main"), id="the innermost of the student's"),
        pytest.param([frame(f"{FOLDER}/net/talk.py", 3, "ask"), frame("server.py", 9)], ("net/talk.py", 3, "ask"),
                     id="a module beside it"),
        pytest.param([frame("<frozen importlib._bootstrap>", 241), frame("<string>", 1), frame("消 息.py", 2)],
                     ("消 息.py", 2, "<module>"), id="frozen frames are nobody's"),
        pytest.param([frame(f"{FOLDER}x/other.py", 3), frame("/tmp/y.py", 4)], (None, None, None), id="elsewhere"),
        pytest.param([], (None, None, None), id="no frames"),
    ],
)  # fmt: skip
def test_which_line_is_the_student_s(frames: list[dict[str, Any]], expected: tuple[Any, ...]) -> None:
    found = only(look(("read", 0)), stack(3, *frames))
    assert (found.file, found.line, found.function) == expected


@pytest.mark.parametrize("output", [b"", b"Error: Failed to suspend process\n", b"[]", b"\xff", b"["])
def test_without_stacks_the_kernel_s_part_is_still_told(output: bytes) -> None:
    (one,) = places.blocked(look(("recvfrom", 3), fds=FDS, sockets=(UDP_9090,)), lambda _pid: output)
    assert one == Blocked("server", 100, "recvfrom", "UDP 127.0.0.1:9090", None, None, None)


def test_every_thread_has_its_own_line() -> None:
    """py-spy numbers threads as the program's pid namespace does, the kernel's facts as the grader's does."""
    facts = look(("futex", 0), ("recvfrom", 3), ("read", 0), fds=FDS, sockets=(UDP_9090,))
    stacks = [stack(5, frame("server.py", 30, "typing")), stack(4, frame("server.py", 20, "listen")),
              stack(3, frame("server.py", 10))]  # fmt: skip
    found = places.blocked(facts, lambda _pid: json.dumps(stacks).encode())
    assert {(one.call, one.line) for one in found} == {("futex", 10), ("recvfrom", 20), ("read", 30)}


def test_lines_of_the_student_come_first() -> None:
    facts = look(("futex", 0), ("read", 0), fds=FDS)
    found = places.blocked(facts, lambda _pid: json.dumps([stack(4, frame("server.py", 30))]).encode())
    assert [one.line for one in found] == [30, None]


# --- a real program -------------------------------------------------------------------------


@pytest.fixture
def space() -> Iterator[Space]:
    source = (
        "import socket, threading\n"
        "s = socket.socket(type=socket.SOCK_DGRAM)\n"
        "s.bind(('127.0.0.1', 0))\n"
        "def listen():\n"
        "    s.recvfrom(1)\n"
        "def lock():\n"
        "    threading.Event().wait()\n"
        "for target in (listen, lock):\n"
        "    threading.Thread(target=target).start()\n"
        "input()\n"
    )
    with Sandbox() as sandbox:
        yield sandbox.open(Snapshot("x", {"server.py": source.encode()}, (), "x"))


@pytest.mark.skipif(places.stack_reader() is None, reason="py-spy is not installed")
def test_three_threads_of_a_real_program(space: Space) -> None:
    import os

    reader = places.stack_reader()
    assert reader is not None
    launched = space.start("server", plan("server.py", Policy()))
    until(
        lambda: (
            {NAMES.get(one[3]) for one in space.begin()["threads"] if one[3] is not None}
            == {"recvfrom", "futex", "read"}
        ),
        "all three threads wait",
    )
    found: list[Blocked] = []

    def seen() -> bool:
        # py-spy reads a running process without stopping it; now and then it cannot
        found[:] = places.blocked(space.look(), lambda pid: space.stacks(pid, reader))
        return all(one.line for one in found)

    until(seen, "py-spy has seen all threads")
    told = {(one.call, one.on.rpartition(":")[0] or one.on, one.file, one.line, one.function) for one in found}
    assert told == {
        ("recvfrom", "UDP 127.0.0.1", "server.py", 5, "listen"),
        ("futex", "lock", "server.py", 7, "lock"),
        ("read", "keyboard", "server.py", 10, "<module>"),
    }
    for fd in (launched.master, launched.slave, launched.status):
        os.close(fd)


# --- idle loops -----------------------------------------------------------------------------

STDLIB = idle._STDLIB
SELECT = frame(f"{STDLIB}/selectors.py", 415, "_PollLikeSelector.select")
SERVE = frame(f"{STDLIB}/socketserver.py", 233, "BaseServer.serve_forever")


@pytest.mark.parametrize(
    ("stacks", "expected"),
    [
        pytest.param([stack(3, SELECT, SERVE, frame("server.py", 9))], {100}, id="serve_forever"),
        pytest.param([stack(3, SELECT, SERVE), stack(4, SELECT, SERVE)], {100, 101}, id="two servers"),
        pytest.param([stack(3, SELECT, frame("server.py", 9))], set(), id="the student's own select"),
        pytest.param([stack(3, SERVE, frame("server.py", 9))], set(), id="not waiting"),
        pytest.param([stack(3, SELECT, frame("socketserver.py", 233, "BaseServer.serve_forever"))], set(),
                     id="a socketserver.py of the student's"),
        pytest.param([stack(3, frame(f"{FOLDER}/selectors.py", 1, "select"), SERVE)], set(),
                     id="a selectors.py of the student's"),
        pytest.param([stack(9, SELECT, SERVE)], set(), id="a thread that is not known"),
        pytest.param([], set(), id="nothing"),
    ],
)  # fmt: skip
def test_a_loop_of_the_library_is_known_by_its_files(stacks: list[dict[str, Any]], expected: set[int]) -> None:
    assert idle.idle_threads(json.dumps(stacks).encode(), {3: 100, 4: 101}) == expected


def test_without_stacks_nothing_idles() -> None:
    assert idle.idle_threads(b"", {3: 100}) == frozenset()


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"server.py": b"x.serve_forever()"}, True),
        ({"server.py": b"def service_actions(self): ..."}, False),
        ({"server.py": b"", "lib/x.py": b"setattr(S, 'service_actions', f)"}, False),
        ({"notes.txt": b"service_actions"}, True),
    ],
)
def test_an_overridden_hook_makes_every_loop_unknown(files: dict[str, bytes], expected: bool) -> None:
    assert idle.may_idle(files) is expected
