"""Who listens where: a program's own sockets, and in what way they are not what was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.kernel.sockets import LISTEN, TCP, UDP, Sock

_IPV6 = 10
_NUMBERS = {"udp": UDP, "tcp": TCP}
_NAMES = {UDP: "udp", TCP: "tcp"}
#: Ports that the kernel gives to sockets that ask for none (ip_local_port_range, ip-sysctl.rst).
_EPHEMERAL = range(32768, 61000)
_LOOPBACK = frozenset({"127.0.0.1", "0.0.0.0"})


@dataclass(frozen=True, slots=True)
class Unready:
    """Why a program does not listen as asked: a finding's code and arguments."""

    code: str
    args: Mapping[str, Any] = field(default_factory=dict)


def bound(found: Iterable[Sock], peers: frozenset[int]) -> list[Sock]:
    """The sockets that wait for somebody: bound UDP and listening TCP, without the grader's own."""
    return [sock for sock in found if sock[4] and sock[7] not in peers and (sock[0] == UDP or sock[2] == LISTEN)]


def inodes(fds: Mapping[int, Mapping[int, str] | None], pids: Iterable[int]) -> frozenset[int]:
    """The inodes of all sockets that some processes hold."""
    found = set()
    for pid in pids:
        for link in (fds.get(pid) or {}).values():
            if link.startswith("socket:["):
                found.add(int(link[8:-1]))
    return frozenset(found)


def _reachable(sock: Sock) -> bool:
    """Whether a datagram or connection to 127.0.0.1 arrives there (ipv6(7): `::` takes IPv4 too unless V6ONLY)."""
    return sock[3] in _LOOPBACK or (sock[1] == _IPV6 and sock[3] == "::" and not (sock[10] or (0,))[0])


def match(own: Iterable[Sock], protocol: str, port: int | None) -> int | None:
    """The port of the socket that is as asked (`port` None: any port), or None."""
    for sock in own:
        if sock[0] == _NUMBERS[protocol] and (port is None or sock[4] == port) and _reachable(sock):
            return sock[4]
    return None


def mismatch(own: list[Sock], protocol: str, port: int | None) -> Unready | None:
    """What is wrong about the sockets that are there; None when there are none."""
    same = [sock for sock in own if sock[0] == _NUMBERS[protocol]]
    right_port = [sock for sock in same if port is None or sock[4] == port]
    for sock in right_port:
        if sock[1] == _IPV6:
            return Unready("ipv6_only", {"port": sock[4]})
        return Unready("wrong_address", {"address": sock[3], "port": sock[4], "wanted": "127.0.0.1"})
    other = [sock for sock in own if sock not in same]
    for sock in other:
        if port is None or sock[4] == port:
            return Unready("wrong_protocol", {"got": _NAMES[sock[0]], "wanted": protocol, "port": sock[4]})
    for sock in same:
        if sock[4] in _EPHEMERAL:
            continue  # given by the kernel to a socket that was never bound
        return Unready("wrong_port", {"port": sock[4], "wanted": port, "protocol": protocol})
    for sock in other:
        return Unready("wrong_protocol", {"got": _NAMES[sock[0]], "wanted": protocol, "port": sock[4]})
    return None
