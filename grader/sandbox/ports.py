"""One run at a time where runs share the machine's ports (no network namespaces)."""

from __future__ import annotations

import fcntl
import os
import tempfile


class PortLock:
    """Held while a run is played; taken by waiting for whoever holds it, released by the kernel at our death.

    One file for all users would need to be writable by all, so each user has one; runs of different
    users can still meet, and then the student is told that the port is in use.
    """

    def __init__(self) -> None:
        path = os.path.join(tempfile.gettempdir(), f"grader-ports-{os.getuid()}.lock")
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._fd, fcntl.LOCK_EX)

    def release(self) -> None:
        """Gives the ports free."""
        os.close(self._fd)
