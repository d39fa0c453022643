"""Whether anything is left of a grader that was ended in any way: processes, mounts, folders, descriptors.

The test process adopts what its descendants leave behind (PR_SET_CHILD_SUBREAPER, prctl(2)), so a process that escaped
is found wherever it went; and where no process is left, no namespace of theirs can be, unless a mount or a descriptor
of ours holds it, which are compared as well.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from grader.kernel import calls, proc
from tests.patience import until, until_gone


@contextlib.contextmanager
def nothing_left() -> Iterator[None]:
    """Waits at its end until all processes started meanwhile have ended, and fails if anything remains."""
    calls.prctl(calls.PR_SET_CHILD_SUBREAPER, 1)
    known = set(proc.descendants(os.getpid()))
    before = _possessions()
    yield
    left = _outlive(known)
    assert not left, f"processes that do not end: {left}"
    assert _possessions() == before


def family() -> dict[int, str]:
    """All living descendants of this process, with their command lines."""
    return {pid: told for pid in proc.descendants(os.getpid()) if (told := _command(pid))}


def _outlive(known: set[int]) -> dict[int, str]:
    """Waits for the descendants that are not known; reaps those that became ours.  Returns those that do not end."""
    quiet = 0
    while quiet < 2:  # a process that is just being adopted can be missed once
        new = [pid for pid in proc.descendants(os.getpid()) if pid not in known]
        quiet = 0 if new else quiet + 1
        for pid in new:
            told = _command(pid)
            try:
                until_gone(pid)
            except AssertionError:
                return {pid: told for pid in new if (told := _command(pid))}
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
            until(lambda pid=pid: not _unreaped(pid), f"{told} is reaped")
    return {}


def _unreaped(pid: int) -> bool:
    """Whether a process that has ended still waits for its parent; ours are reaped here."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    return Path(f"/proc/{pid}").exists()


def _command(pid: int) -> str:
    return (proc.read(f"/proc/{pid}/cmdline") or b"").replace(b"\0", b" ").decode(errors="replace").strip()


def _possessions() -> dict[str, object]:
    mounts = (proc.read("/proc/self/mountinfo") or b"").decode().splitlines()
    return {
        "mounts": sorted(line.split(" - ")[0].split()[4] for line in mounts),
        "namespaces": {name: str(Path(f"/proc/self/ns/{name}").readlink()) for name in ("mnt", "net", "pid", "user")},
        "descriptors": len(proc.descriptors(os.getpid()) or ()),
        "rooms": _rooms_of_the_dead(),
    }


def _rooms_of_the_dead() -> list[str]:
    """Private copies in /tmp (made where there are no mount namespaces) of brokers that are gone."""
    found = []
    for entry in os.scandir("/tmp"):
        named = re.fullmatch(r"grader-\d+-(\d+)(-\d+)?", entry.name)
        with contextlib.suppress(FileNotFoundError):
            if named and stat.S_ISDIR(entry.stat(follow_symlinks=False).st_mode):
                found += [] if Path(f"/proc/{named[1]}").exists() else [entry.name]
    return sorted(found)
