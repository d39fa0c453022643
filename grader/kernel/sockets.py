"""The sockets of a network namespace, by sock_diag(7), or from /proc/net where that is missing.

The netlink descriptor belongs to the namespace in which it was made, whatever namespace its
owner is in when asking.
"""

from __future__ import annotations

import _socket
import os
import struct

from grader.kernel.proc import read

UDP, TCP = 17, 6
LISTEN, CLOSE = 10, 7  # tcp_states.h; an unconnected UDP socket is in CLOSE
ALL_STATES = 0xFFFFFFFF

#: Sock = (protocol, family, state, address, port, peer_address, peer_port, inode, rqueue, wqueue, more)
#: more: for a TCP stream (bytes_sent, bytes_retrans, bytes_received, notsent_bytes, unacked, snd_wnd),
#: for an IPv6 socket that waits for anybody (v6only,), else None
Sock = tuple[int, int, int, str, int, str, int, int, int, int, tuple[int, ...] | None]

_NETLINK_SOCK_DIAG = 4
_BY_FAMILY = 20
_REQUEST_DUMP = 0x1 | 0x300
_DONE, _ERROR = 3, 2
_TIME_WAIT = 6
_INFO, _V6ONLY = 2, 11  # INET_DIAG_INFO, INET_DIAG_SKV6ONLY


class Unavailable(OSError):
    """The kernel does not answer sock_diag here (no module for the protocol, or forbidden)."""


def connect() -> _socket.socket:
    """A sock_diag descriptor for the network namespace of the caller.

    Raises:
        OSError: no netlink here.
    """
    return _socket.socket(_socket.AF_NETLINK, _socket.SOCK_RAW | _socket.SOCK_CLOEXEC, _NETLINK_SOCK_DIAG)


def _ask(diag: _socket.socket, family: int, protocol: int, states: int, info: bool) -> list[Sock]:
    body = struct.pack("=BBBBI48x", family, protocol, (1 << (_INFO - 1)) if info else 0, 0, states)
    diag.send(struct.pack("=IHHII", 16 + len(body), _BY_FAMILY, _REQUEST_DUMP, 1, 0) + body)
    found: list[Sock] = []
    while True:
        data = diag.recv(262144)
        at = 0
        while at < len(data):
            size, kind = struct.unpack_from("=IH", data, at)
            if kind in (_DONE, _ERROR):
                # Where a protocol has no sock_diag module, an empty list "ends" with an error.
                number = -struct.unpack_from("=i", data, at + 16)[0]
                if number:
                    raise Unavailable(number, "sock_diag: " + os.strerror(number))
                return found
            found.append(_parse(protocol, data[at + 16 : at + size]))
            at += (size + 3) & ~3


def _parse(protocol: int, body: bytes) -> Sock:
    family, state = body[0], body[1]
    port, peer_port = struct.unpack_from(">HH", body, 4)
    rqueue, wqueue, _uid, inode = struct.unpack_from("=IIII", body, 56)
    width = 4 if family == _socket.AF_INET else 16
    address = _socket.inet_ntop(family, body[8 : 8 + width])
    peer = _socket.inet_ntop(family, body[24 : 24 + width])
    more: tuple[int, ...] | None = None
    at = 72
    while at + 4 <= len(body):
        size, kind = struct.unpack_from("=HH", body, at)
        if kind == _INFO and protocol == TCP and state != LISTEN and size > 4:
            more = _tcp_info(body[at + 4 : at + size])
        elif kind == _V6ONLY:
            more = (body[at + 4],)
        at += max(4, (size + 3) & ~3)
    return (protocol, family, state, address, port, peer, peer_port, inode, rqueue, wqueue, more)


def _tcp_info(info: bytes) -> tuple[int, ...]:
    """Fields of struct tcp_info (linux/tcp.h) that tell what is still under way.

    Offsets: unacked 24 (u32); bytes_received 128 (u64); notsent_bytes 144 (u32); bytes_sent 200,
    bytes_retrans 208 (u64); snd_wnd 228 (u32, Linux 5.4 and later).
    """
    if len(info) < 232:
        return ()
    (unacked,) = struct.unpack_from("=I", info, 24)
    (received,) = struct.unpack_from("=Q", info, 128)
    (notsent,) = struct.unpack_from("=I", info, 144)
    sent, retrans = struct.unpack_from("=QQ", info, 200)
    (window,) = struct.unpack_from("=I", info, 228)
    return (sent, retrans, received, notsent, unacked, window)


def udp(diag: _socket.socket) -> list[Sock]:
    """All UDP sockets of the namespace, IPv4 and IPv6."""
    return _ask(diag, _socket.AF_INET, UDP, ALL_STATES, False) + _ask(diag, _socket.AF_INET6, UDP, ALL_STATES, False)


def tcp_listeners(diag: _socket.socket) -> list[Sock]:
    """All listening TCP sockets; much cheaper than a dump of all TCP sockets."""
    return [
        one for family in (_socket.AF_INET, _socket.AF_INET6) for one in _ask(diag, family, TCP, 1 << LISTEN, False)
    ]


def tcp(diag: _socket.socket) -> list[Sock]:
    """All TCP sockets with what is under way on each (TIME_WAIT left out: nobody's any more)."""
    states = ALL_STATES & ~(1 << _TIME_WAIT)
    return _ask(diag, _socket.AF_INET, TCP, states, True) + _ask(diag, _socket.AF_INET6, TCP, states, True)


def listed() -> list[Sock]:
    """What `udp` and `tcp` give, from /proc/net (proc(5)) of the caller, for kernels without sock_diag.

    Nothing beyond a `Sock`'s first ten values is told there.

    Raises:
        Unavailable: /proc/net cannot be read either.
    """
    found: list[Sock] = []
    for name, protocol, family in (("udp", UDP, _socket.AF_INET), ("udp6", UDP, _socket.AF_INET6),
                                   ("tcp", TCP, _socket.AF_INET), ("tcp6", TCP, _socket.AF_INET6)):  # fmt: skip
        content = read(f"/proc/self/net/{name}")
        if content is None and family == _socket.AF_INET:
            raise Unavailable(2, f"neither sock_diag nor /proc/net/{name} can be read")
        for row in (content or b"").splitlines()[1:]:
            sock = _row(protocol, family, row.split())
            if protocol == UDP or sock[2] != _TIME_WAIT:
                found.append(sock)
    return found


def _row(protocol: int, family: int, columns: list[bytes]) -> Sock:
    (address, port), (peer, peer_port) = (_end(family, columns[at]) for at in (1, 2))
    wqueue, _colon, rqueue = columns[4].partition(b":")
    inode = int(columns[9])
    return (protocol, family, int(columns[3], 16), address, port, peer, peer_port, inode,
            int(rqueue, 16), int(wqueue, 16), None)  # fmt: skip


def _end(family: int, text: bytes) -> tuple[str, int]:
    """`0100007F:2382`: the address as 32-bit words in the machine's own order of bytes."""
    words, _colon, port = text.partition(b":")
    address = b"".join(struct.pack("=I", int(words[at : at + 8], 16)) for at in range(0, len(words), 8))
    return _socket.inet_ntop(family, address), int(port, 16)
