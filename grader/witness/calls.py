"""System calls in which a thread can wait, by number and arguments: for ever, for a time, or unknown.

Numbers from the kernel's tables: arch/x86/entry/syscalls/syscall_64.tbl, include/uapi/asm-generic/unistd.h.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping
from enum import StrEnum


class Wait(StrEnum):
    """How long a blocked call can last if nobody outside acts."""

    FOREVER = "forever"
    TIMED = "timed"
    SLEEP = "sleep"
    UNKNOWN = "unknown"


_X86_64 = {
    0: "read", 1: "write", 7: "poll", 17: "pread64", 19: "readv", 20: "writev", 23: "select", 34: "pause",
    35: "nanosleep", 42: "connect", 43: "accept", 44: "sendto", 45: "recvfrom", 46: "sendmsg", 47: "recvmsg",
    61: "wait4", 65: "semop", 69: "msgsnd", 70: "msgrcv", 72: "fcntl", 73: "flock", 128: "rt_sigtimedwait",
    130: "rt_sigsuspend", 202: "futex", 219: "restart_syscall", 220: "semtimedop", 230: "clock_nanosleep",
    232: "epoll_wait", 247: "waitid", 257: "openat", 270: "pselect6", 271: "ppoll", 281: "epoll_pwait",
    288: "accept4", 299: "recvmmsg", 441: "epoll_pwait2", 449: "futex_waitv",
}  # fmt: skip
_AARCH64 = {
    22: "epoll_pwait", 25: "fcntl", 32: "flock", 56: "openat", 63: "read", 64: "write", 65: "readv", 66: "writev",
    67: "pread64", 72: "pselect6", 73: "ppoll", 95: "waitid", 98: "futex", 101: "nanosleep", 115: "clock_nanosleep",
    128: "restart_syscall", 133: "rt_sigsuspend", 137: "rt_sigtimedwait", 188: "msgrcv", 189: "msgsnd",
    192: "semtimedop", 193: "semop", 202: "accept", 203: "connect", 206: "sendto", 207: "recvfrom", 211: "sendmsg",
    212: "recvmsg", 242: "accept4", 243: "recvmmsg", 260: "wait4", 441: "epoll_pwait2", 449: "futex_waitv",
}  # fmt: skip

NAMES: Mapping[int, str] = {"x86_64": _X86_64, "aarch64": _AARCH64}.get(platform.machine(), {})

#: Calls on one descriptor that wait until somebody else acts on it.
ON_DESCRIPTOR = frozenset(
    {"read", "readv", "pread64", "write", "writev", "accept", "accept4", "recvfrom", "recvmsg", "sendto", "sendmsg"}
)
_ALWAYS = ON_DESCRIPTOR | {"pause", "rt_sigsuspend", "wait4", "waitid", "flock", "semop", "msgsnd", "msgrcv"}

#: rt_sigtimedwait is left out on purpose: while it waits, the kernel takes the awaited signals out of
#: the blocked set that /proc shows, so a timer's signal that is waited for cannot be told.
#: Where the limit stands: the argument is a pointer, null for none.
_POINTER = {
    "ppoll": 2, "select": 4, "pselect6": 4, "epoll_pwait2": 3, "semtimedop": 3,
    "recvmmsg": 4, "futex_waitv": 3,
}  # fmt: skip
#: ... or a number of milliseconds, negative for none (a C int in a 64-bit register).
_MILLISECONDS = {"poll": 2, "epoll_wait": 3, "epoll_pwait": 3}

_FUTEX_WAITS = frozenset({0, 6, 9, 11, 13})  # WAIT, LOCK_PI, WAIT_BITSET, WAIT_REQUEUE_PI, LOCK_PI2
_LOCKING = frozenset({7, 38})  # F_SETLKW, F_OFD_SETLKW


_TIMER_ABSTIME, _CLOCK_MONOTONIC = 1, 1


def absolute_sleep(number: int | None, args: tuple[int, ...]) -> int | None:
    """Where the end of a sleep stands in memory, for a sleep until a moment of CLOCK_MONOTONIC.

    Python's time.sleep() sleeps so since 3.11 (clock_nanosleep(2) with TIMER_ABSTIME).
    """
    if number is None or NAMES.get(number) != "clock_nanosleep" or len(args) < 3:
        return None
    return args[2] if args[0] == _CLOCK_MONOTONIC and args[1] & _TIMER_ABSTIME else None


def kind(number: int | None, args: tuple[int, ...]) -> Wait:
    """How long a thread that is blocked in this call waits."""
    name = NAMES.get(number, "") if number is not None else ""
    if not name or len(args) < 6:
        return Wait.UNKNOWN
    if name in _ALWAYS:
        return Wait.FOREVER
    if name in ("nanosleep", "clock_nanosleep"):
        return Wait.SLEEP
    if name in _POINTER:
        return Wait.TIMED if args[_POINTER[name]] else Wait.FOREVER
    if name in _MILLISECONDS:
        return Wait.FOREVER if args[_MILLISECONDS[name]] & 0x80000000 else Wait.TIMED
    if name == "futex" and args[1] & 0x7F in _FUTEX_WAITS:
        return Wait.TIMED if args[3] else Wait.FOREVER
    if name == "fcntl" and args[1] in _LOCKING:
        return Wait.FOREVER
    return Wait.UNKNOWN
