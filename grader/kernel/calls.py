"""System calls that the standard library of Python 3.11 lacks, through the C library."""

from __future__ import annotations

import ctypes
import os

CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x00020000, 0x10000000, 0x20000000, 0x40000000
MS_NOSUID, MS_NODEV, MS_REC, MS_PRIVATE = 2, 4, 0x4000, 1 << 18
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
_PIDFD_GETFD = 438  # the same number on every architecture since Linux 5.6

_libc = ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> int:
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def unshare(flags: int) -> None:
    """unshare(2); a user namespace needs a single-threaded caller."""
    _checked(_libc.unshare(flags), "unshare")


def setns(fd: int, kind: int) -> None:
    """setns(2): enter the namespace behind a descriptor."""
    _checked(_libc.setns(fd, kind), "setns")


def mount(source: str, target: str, fstype: str | None, flags: int, data: str = "") -> None:
    """mount(2)."""
    kind = fstype.encode() if fstype else None
    _checked(
        _libc.mount(source.encode(), target.encode(), kind, ctypes.c_ulong(flags), data.encode() or None),
        f"mount on {target}",
    )


def umount(target: str) -> None:
    """umount2(2), lazily: gone at once, freed when the last user is."""
    _checked(_libc.umount2(target.encode(), MNT_DETACH), f"umount of {target}")


def prctl(option: int, value: int) -> None:
    """prctl(2) with one argument."""
    _checked(_libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0), "prctl")


def pidfd_getfd(pidfd: int, fd: int) -> int:
    """A duplicate of another process's descriptor (pidfd_getfd(2))."""
    return _checked(_libc.syscall(_PIDFD_GETFD, pidfd, fd, 0), "pidfd_getfd")
