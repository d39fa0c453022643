"""Threads, processes and descriptors as /proc shows them (proc(5)).

A process may vanish between any two reads; readers then return None or leave it out, they never
raise for it.
"""

from __future__ import annotations

import os
import struct

#: Thread = (pid, tid, state, call, args, switches, cpu_ns, delay_ns, alarms)
#: state: the letter of proc(5); call: the system call's number, -1 when blocked outside of one,
#: None when not known (running, or no permission); args: its six arguments; switches: voluntary
#: plus involuntary context switches; cpu_ns, delay_ns: time on a processor, and waiting for one;
#: alarms: whether SIGALRM, SIGVTALRM or SIGPROF is caught or blocked (a timer may be behind it).
Thread = tuple[int, int, str, int | None, tuple[int, ...], int, int, int, bool]

_ALARMS = (1 << 13) | (1 << 25) | (1 << 26)  # SIGALRM 14, SIGVTALRM 26, SIGPROF 27
#: One read gives a page of a long list (seq_file(9)) and all of a short one: what is shorter needs no second read.
_PAGE_BUT_A_LINE = 4000
_GONE = (FileNotFoundError, ProcessLookupError)


def read(path: str) -> bytes | None:
    """The content of a /proc file, or None where it is gone or forbidden."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        content = part = os.read(fd, 65536)
        while len(part) > _PAGE_BUT_A_LINE:
            part = os.read(fd, 1 << 20)
            content += part
        return content
    except OSError:
        return None
    finally:
        os.close(fd)


def children(pid: int) -> list[int]:
    """The direct children of all threads of a process.

    The file is exact only while the threads stand still (proc(5)); whoever needs certainty reads
    twice and compares, as the settled state does.
    """
    found: list[int] = []
    for tid in tids(pid):
        content = read(f"/proc/{pid}/task/{tid}/children")
        if content:
            found += map(int, content.split())
    return found


def descendants(pid: int) -> list[int]:
    """All processes below one, parents before children; the process itself is not in it."""
    found = children(pid)
    for child in found:
        found += children(child)
    return found


def tids(pid: int) -> list[int]:
    """The threads of a process; empty when it is gone."""
    try:
        return sorted(map(int, os.listdir(f"/proc/{pid}/task")))
    except OSError:
        return []


def thread(pid: int, tid: int, *, call_first: bool) -> Thread | None:
    """One thread, or None when it is gone.

    `call_first` reads the system call before the counters: a second pass needs this order, so
    that equal counters prove the call too.
    """
    base = f"/proc/{pid}/task/{tid}/"
    call = read(base + "syscall") if call_first else None
    status = read(base + "status")
    if not status:
        return None
    if not call_first:
        call = read(base + "syscall")
    state = chr(status[status.index(b"\nState:\t") + 8])
    tail = status[status.index(b"\nSigBlk:\t") :].split()
    # SigBlk: B SigIgn: I SigCgt: C ... voluntary_ctxt_switches: V nonvoluntary_ctxt_switches: N
    blocked, caught = int(tail[1], 16), int(tail[5], 16)
    switches = int(tail[-3]) + int(tail[-1])
    times = (read(base + "schedstat") or b"0 0 0").split()
    number: int | None = None
    args: tuple[int, ...] = ()
    if call and call[:1] not in (b"r", b""):  # "running" has no call
        parts = call.split()
        number = int(parts[0])
        args = tuple(int(part, 16) for part in parts[1:7]) if number >= 0 else ()
    return (pid, tid, state, number, args, switches, int(times[0]), int(times[1]), bool((blocked | caught) & _ALARMS))


def threads(pids: list[int], *, call_first: bool = False) -> list[Thread]:
    """All living threads of some processes; zombies and dead ones are left out."""
    found = []
    for pid in pids:
        for tid in tids(pid):
            one = thread(pid, tid, call_first=call_first)
            if one is not None and one[2] not in "ZX":
                found.append(one)
    return found


def inner_threads(pid: int) -> dict[int, int]:
    """The threads of a process: number inside its pid namespace to number outside."""
    found = {}
    for tid in tids(pid):
        status = read(f"/proc/{pid}/task/{tid}/status") or b""
        at = status.find(b"\nNSpid:")
        if at >= 0:
            found[int(status[at + 7 : status.index(b"\n", at + 1)].split()[-1])] = tid
    return found


def sleep_end(pid: int, pointer: int) -> float | None:
    """The moment (CLOCK_MONOTONIC, seconds) in a struct timespec in another process's memory; None: not readable."""
    try:
        fd = os.open(f"/proc/{pid}/mem", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        seconds, nanoseconds = struct.unpack("=qq", os.pread(fd, 16, pointer))
    except (OSError, OverflowError, struct.error):
        return None
    finally:
        os.close(fd)
    return float(seconds + nanoseconds / 1e9)


def descriptors(pid: int) -> dict[int, str] | None:
    """What each descriptor of a process is (`socket:[123]`, `/dev/pts/3`); None: not readable."""
    try:
        names = os.listdir(f"/proc/{pid}/fd")
    except _GONE:
        return {}
    except OSError:
        return None
    found = {}
    for name in names:
        try:
            found[int(name)] = os.readlink(f"/proc/{pid}/fd/{name}")
        except OSError:
            continue  # closed meanwhile
    return found


def timed(pid: int, fds: dict[int, str]) -> bool | None:
    """Whether the process has a POSIX timer or an armed timerfd; None where that cannot be told."""
    timers = read(f"/proc/{pid}/timers")
    if timers:
        return True
    for fd, link in fds.items():
        if link == "anon_inode:[timerfd]":
            info = read(f"/proc/{pid}/fdinfo/{fd}")
            if info is None:
                return None
            at = info.find(b"it_value: (")
            if at < 0 or info[at + 11 : info.index(b")", at)] != b"0, 0":
                return True
    # The file exists with CONFIG_CHECKPOINT_RESTORE only; without it POSIX timers deliver a
    # signal, which the caught or blocked alarm signals show for the usual ones.
    return False
