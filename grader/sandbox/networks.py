"""The networks of a run: network namespaces of its own, or where there are none to be had, the machine's."""

from __future__ import annotations

import _socket
import fcntl
import os
import struct
from collections.abc import Callable

from grader.kernel import calls, sockets

_SIOCSIFFLAGS, _IFF_UP = 0x8914, 1


class Network:
    """One network with its loopback device.  As a context manager: this process is in it meanwhile.

    `mother` is the namespace that this process otherwise lives in; None: all stays in the machine's network.
    """

    def __init__(self, mother: int | None) -> None:
        self._mother = mother
        self._own: int | None = None
        self._diag: _socket.socket | None = None
        if mother is not None:
            calls.unshare(calls.CLONE_NEWNET)
        try:
            if mother is not None:
                self._own = os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
                _loopback_up()
            try:
                self._diag = sockets.connect()
            except OSError:
                pass  # /proc/net is asked instead
        finally:
            self.__exit__()

    def __enter__(self) -> None:
        if self._own is not None:
            calls.setns(self._own, calls.CLONE_NEWNET)

    def __exit__(self, *_: object) -> None:
        if self._mother is not None:
            calls.setns(self._mother, calls.CLONE_NEWNET)

    def sockets(self, *readers: Callable[[_socket.socket], list[sockets.Sock]]) -> list[sockets.Sock]:
        """The sockets that the readers ask for (where nobody can be asked: all)."""
        if self._diag is not None:
            try:
                return [sock for reader in readers for sock in reader(self._diag)]
            except sockets.Unavailable:
                self._diag = None
        with self:
            return sockets.listed()

    def close(self) -> None:
        """Drops it; it ends with the last process and socket inside."""
        if self._own is not None:
            os.close(self._own)
        if self._diag is not None:
            self._diag.close()


def apart(found: list[sockets.Sock], index: int) -> list[sockets.Sock]:
    """The sockets of a further network with addresses that are not those of the first: `127.0.0.1%1`."""
    return [(*one[:3], f"{one[3]}%{index}", one[4], f"{one[5]}%{index}", *one[6:]) for one in found]


def _loopback_up() -> None:
    probe = _socket.socket(_socket.AF_INET, _socket.SOCK_DGRAM)
    try:
        fcntl.ioctl(probe.fileno(), _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", _IFF_UP))
    finally:
        probe.close()
