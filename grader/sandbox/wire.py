"""How worker and broker talk: frames of marshalled values with descriptors beside them.

`marshal` carries plain values only and needs no import; both ends run the same interpreter and
nothing of a student's ever speaks on this socket.  Imported by the bare broker: `_socket`, not
`socket`, which takes longer to import than everything else there.
"""

from __future__ import annotations

import _socket
import marshal
import struct
from typing import Any

_HEAD = struct.Struct("=II")
_MOST_FDS = 64


class Closed(Exception):
    """The other end is gone."""


def send(sock: _socket.socket, value: Any, fds: tuple[int, ...] = ()) -> None:
    """Sends one value, and descriptors (at most 64) with it.

    Raises:
        Closed: the other end is gone.
    """
    body = marshal.dumps(value)
    data = memoryview(_HEAD.pack(len(body), len(fds)) + body)
    beside = [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, struct.pack(f"={len(fds)}i", *fds))] if fds else []
    try:
        done = sock.sendmsg([data], beside, _socket.MSG_NOSIGNAL)
        while done < len(data):
            done += sock.send(data[done:], _socket.MSG_NOSIGNAL)
    except (BrokenPipeError, ConnectionResetError):
        raise Closed from None


def receive(sock: _socket.socket) -> tuple[Any, list[int]]:
    """The next value and its descriptors (close-on-exec).

    Raises:
        Closed: the other end is gone.
    """
    fds: list[int] = []
    head = _exactly(sock, _HEAD.size, fds)
    size, _count = _HEAD.unpack(head)
    return marshal.loads(_exactly(sock, size, fds)), fds


def _exactly(sock: _socket.socket, size: int, fds: list[int]) -> bytes:
    parts: list[bytes] = []
    while size:
        try:
            data, beside, _flags, _address = sock.recvmsg(
                min(size, 1 << 20), _socket.CMSG_SPACE(4 * _MOST_FDS), _socket.MSG_CMSG_CLOEXEC
            )
        except ConnectionResetError:
            raise Closed from None
        if not data:
            raise Closed
        for level, kind, value in beside:
            if level == _socket.SOL_SOCKET and kind == _socket.SCM_RIGHTS:
                fds += struct.unpack(f"={len(value) // 4}i", value)
        parts.append(data)
        size -= len(data)
    return b"".join(parts)
