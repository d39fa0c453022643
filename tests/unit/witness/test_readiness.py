"""Whose socket it is, whether it is as asked, and if not, in what way."""

from __future__ import annotations

from typing import Any

import pytest

from grader.kernel.sockets import CLOSE, LISTEN, TCP, UDP, Sock
from grader.witness import readiness


def udp(address: str, port: int, *, inode: int = 1, v6only: bool | None = None) -> Sock:
    family = 10 if ":" in address else 2
    return (UDP, family, CLOSE, address, port, "", 0, inode, 0, 0, None if v6only is None else (int(v6only),))


def tcp(address: str, port: int, *, state: int = LISTEN, v6only: bool | None = None) -> Sock:
    return (TCP, *udp(address, port, v6only=v6only)[1:2], state, *udp(address, port, v6only=v6only)[3:])


@pytest.mark.parametrize(
    ("own", "protocol", "port", "expected"),
    [
        ([udp("127.0.0.1", 9090)], "udp", 9090, 9090),
        ([udp("0.0.0.0", 9090)], "udp", 9090, 9090),
        ([udp("::", 9090, v6only=False)], "udp", 9090, 9090),
        ([udp("::", 9090)], "udp", 9090, 9090),
        ([udp("127.0.0.1", 5000)], "udp", None, 5000),
        ([udp("127.0.0.1", 5000), udp("127.0.0.1", 9090)], "udp", 9090, 9090),
        ([tcp("127.0.0.1", 8080)], "tcp", 8080, 8080),
        ([tcp("::", 8080, v6only=False)], "tcp", None, 8080),
        ([], "udp", 9090, None),
        ([], "udp", None, None),
        ([udp("127.0.0.1", 9091)], "udp", 9090, None),
        ([tcp("127.0.0.1", 9090)], "udp", 9090, None),
        ([udp("127.0.0.1", 9090)], "tcp", 9090, None),
        ([udp("::1", 9090)], "udp", 9090, None),
        ([udp("::", 9090, v6only=True)], "udp", 9090, None),
        ([udp("127.0.0.2", 9090)], "udp", 9090, None),
        ([udp("192.168.1.5", 9090)], "udp", None, None),
    ],
)
def test_a_socket_as_asked(own: list[Sock], protocol: str, port: int | None, expected: int | None) -> None:
    assert readiness.match(own, protocol, port) == expected


@pytest.mark.parametrize(
    ("own", "protocol", "port", "code", "args"),
    [
        ([udp("127.0.0.1", 9091)], "udp", 9090, "wrong_port", {"port": 9091, "wanted": 9090, "protocol": "udp"}),
        ([tcp("0.0.0.0", 81)], "tcp", 80, "wrong_port", {"port": 81, "wanted": 80, "protocol": "tcp"}),
        ([tcp("127.0.0.1", 9090)], "udp", 9090, "wrong_protocol", {"got": "tcp", "wanted": "udp", "port": 9090}),
        ([udp("127.0.0.1", 8080)], "tcp", 8080, "wrong_protocol", {"got": "udp", "wanted": "tcp", "port": 8080}),
        ([udp("127.0.0.1", 8080)], "tcp", None, "wrong_protocol", {"got": "udp", "wanted": "tcp", "port": 8080}),
        ([tcp("127.0.0.1", 9091)], "udp", 9090, "wrong_protocol", {"got": "tcp", "wanted": "udp", "port": 9091}),
        ([udp("::1", 9090)], "udp", 9090, "ipv6_only", {"port": 9090}),
        ([udp("::", 9090, v6only=True)], "udp", 9090, "ipv6_only", {"port": 9090}),
        ([udp("::1", 5000)], "udp", None, "ipv6_only", {"port": 5000}),
        ([udp("127.0.0.2", 9090)], "udp", 9090, "wrong_address",
         {"address": "127.0.0.2", "port": 9090, "wanted": "127.0.0.1"}),
        ([udp("192.168.1.5", 5000)], "udp", None, "wrong_address",
         {"address": "192.168.1.5", "port": 5000, "wanted": "127.0.0.1"}),
        # The nearest miss is told: right port before right protocol before anything else.
        ([udp("127.0.0.1", 9091), udp("::1", 9090)], "udp", 9090, "ipv6_only", {"port": 9090}),
        ([udp("127.0.0.1", 9091), tcp("127.0.0.1", 9090)], "udp", 9090, "wrong_protocol",
         {"got": "tcp", "wanted": "udp", "port": 9090}),
        ([udp("127.0.0.1", 9091), tcp("127.0.0.1", 9092)], "udp", 9090, "wrong_port",
         {"port": 9091, "wanted": 9090, "protocol": "udp"}),
    ],
)  # fmt: skip
def test_how_a_socket_is_not_as_asked(
    own: list[Sock], protocol: str, port: int | None, code: str, args: dict[str, Any]
) -> None:
    assert readiness.match(own, protocol, port) is None
    assert readiness.mismatch(own, protocol, port) == readiness.Unready(code, args)


def test_no_socket_is_no_wrong_socket() -> None:
    assert readiness.mismatch([], "udp", 9090) is None


def test_only_what_waits_for_somebody_counts() -> None:
    grader = udp("127.0.0.1", 1, inode=7)
    waiting = [udp("127.0.0.1", 2, inode=8), tcp("127.0.0.1", 3)]
    not_waiting = [tcp("127.0.0.1", 4, state=1), tcp("127.0.0.1", 5, state=CLOSE), udp("0.0.0.0", 0)]
    assert readiness.bound([grader, *waiting, *not_waiting], frozenset({7})) == waiting


def test_the_sockets_that_processes_hold() -> None:
    fds = {1: {0: "/dev/pts/0", 3: "socket:[33]"}, 2: {3: "socket:[44]", 4: "pipe:[5]"}, 3: None, 4: {5: "socket:[55]"}}
    assert readiness.inodes(fds, [1, 2, 3, 99]) == {33, 44}
