"""Waiting in tests: for a condition, never for a time.  The limit is there for what will never come."""

from __future__ import annotations

import os
import select
from collections.abc import Callable
from time import monotonic

#: Far beyond what anything here takes on a machine that does ten other things.
LONG = 60.0


def until(condition: Callable[[], object], what: str, seconds: float = LONG) -> None:
    """Returns as soon as the condition holds; fails when it does not for very long."""
    idle = select.poll()
    end = monotonic() + seconds
    while not condition():
        assert monotonic() < end, f"waited in vain: {what}"
        idle.poll(2)


def until_readable(fd: int, what: str, seconds: float = LONG) -> None:
    """Returns when the descriptor has something to read, or its end."""
    poller = select.poll()
    poller.register(fd, select.POLLIN)
    assert poller.poll(seconds * 1000), f"waited in vain: {what}"


def until_gone(pid: int, what: str = "the end of a process") -> None:
    """Returns when a process has ended (it may still be a zombie)."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        until_readable(handle, f"{what} ({pid})")
    finally:
        os.close(handle)
