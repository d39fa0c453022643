"""Where the threads of a program wait: the line of the student's source, the call, and what it waits for."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.kernel.proc import Thread
from grader.kernel.sockets import LISTEN, UDP, Sock
from grader.witness import calls


@dataclass(frozen=True, slots=True)
class Blocked:
    """One thread that waits.  `file` and `line` are None where no Python line is known.

    `on` is what it waits for: `UDP 127.0.0.1:9090`, `keyboard`, `lock`, `child`, `pipe`, `sleep` ...
    """

    actor: str
    pid: int
    call: str
    on: str
    file: str | None
    line: int | None
    function: str | None


def stack_reader() -> tuple[str, ...] | None:
    """The command that prints Python stacks of a process as JSON, or None where there is none."""
    beside = Path(sys.executable).with_name("py-spy")
    return (str(beside), "dump", "--nonblocking", "--json", "--pid") if beside.exists() else None


def blocked(facts: Mapping[str, Any], stacks: Callable[[int], bytes]) -> list[Blocked]:
    """All waiting threads of a run, those with a line of the student's own first.

    `facts` come from the broker's `look`, `stacks` gives the stack reader's output for a process.
    """
    sockets = {sock[7]: sock for sock in facts["sockets"]}
    found = []
    for actor, pids in facts["members"].items():
        for pid in pids:
            frames = _frames(stacks(pid))
            # The stack reader numbers threads as their own pid namespace does.
            inner = {outside: inside for inside, outside in facts["inner"].get(pid, {}).items()}
            for thread in facts["threads"]:
                if thread[0] == pid:
                    number = inner.get(thread[1], thread[1])
                    place = _own_frame(frames.get(number, frames.get(thread[1], [])), facts["folder"])
                    found.append(_describe(actor, thread, facts["fds"].get(pid) or {}, sockets, place))
    return sorted(found, key=lambda one: (one.line is None, one.actor))


def _frames(output: bytes) -> dict[int, list[dict[str, Any]]]:
    try:
        threads = json.loads(output)
    except ValueError:
        return {}
    return {thread["os_thread_id"] or 0: thread["frames"] for thread in threads}


def _own_frame(frames: list[dict[str, Any]], folder: str) -> tuple[str, int, str] | None:
    """The innermost frame in the student's own folder: file (relative), line, function."""
    for frame in frames:
        name = frame["filename"]
        if name.startswith(folder + "/"):
            return name[len(folder) + 1 :], frame["line"], frame["name"]
        if not name.startswith(("/", "<")):
            return name, frame["line"], frame["name"]
    return None


def _describe(
    actor: str, thread: Thread, fds: Mapping[int, str], sockets: Mapping[int, Sock], place: tuple[str, int, str] | None
) -> Blocked:
    number, args = thread[3], thread[4]
    call = calls.NAMES.get(number, "") if number is not None else ""
    file, line, function = place or (None, None, None)
    return Blocked(actor, thread[0], call or ("running" if thread[2] == "R" else "?"), _on(call, args, fds, sockets),
                   file, line, function)  # fmt: skip


def _on(call: str, args: tuple[int, ...], fds: Mapping[int, str], sockets: Mapping[int, Sock]) -> str:
    if call in calls.ON_DESCRIPTOR and args:
        return _descriptor(fds.get(args[0], ""), sockets, writing=call.startswith(("write", "send")))
    return {
        "futex": "lock", "wait4": "child", "waitid": "child", "flock": "lock", "fcntl": "lock", "nanosleep": "sleep",
        "clock_nanosleep": "sleep", "semop": "lock", "semtimedop": "lock", "pause": "signal", "rt_sigsuspend": "signal",
        "rt_sigtimedwait": "signal",
    }.get(call) or _watched(call, fds, sockets)  # fmt: skip


def _watched(call: str, fds: Mapping[int, str], sockets: Mapping[int, Sock]) -> str:
    """For poll, select and epoll: every socket of the process, since the watched set is in its memory."""
    if call not in ("poll", "ppoll", "select", "pselect6", "epoll_wait", "epoll_pwait", "epoll_pwait2"):
        return ""
    names = [
        _descriptor(link, sockets, writing=False) for fd, link in sorted(fds.items()) if link.startswith("socket:")
    ]
    return ", ".join(name for name in names if name != "socket") or "descriptors"


def _descriptor(link: str, sockets: Mapping[int, Sock], *, writing: bool) -> str:
    if link.startswith("/dev/pts/") or link == "/dev/tty":
        return "screen" if writing else "keyboard"
    if link.startswith("pipe:"):
        return "pipe"
    if link.startswith("socket:["):
        sock = sockets.get(int(link[8:-1]))
        if sock is None:
            return "socket"
        name = "UDP" if sock[0] == UDP else "TCP"
        if sock[0] != UDP and sock[2] != LISTEN:
            return f"{name} {sock[3]}:{sock[4]} to {sock[5]}:{sock[6]}"
        return f"{name} {sock[3]}:{sock[4]}"
    return link.removeprefix("anon_inode:") or "descriptor"
