"""The grader's UDP ends: everything that comes is told, with where it came from; a refusal is heard; a flood is cut."""

from __future__ import annotations

import json
import os
import select
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from grader.peers import udp
from grader.peers.udp import UdpPeer
from tests.patience import LONG

News = tuple[str, dict[str, Any]]


def made(name: str) -> UdpPeer:
    """A peer on a port that the machine chooses."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
        return UdpPeer(name, bound.detach(), port)


@pytest.fixture
def peer() -> Iterator[UdpPeer]:
    one = made("alice")
    yield one
    one.close()


@pytest.fixture
def program() -> Iterator[socket.socket]:
    """Stands for a student's program."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound


def readable(peer: UdpPeer, seconds: float) -> bool:
    poller = select.poll()
    for fd, events in peer.watch():
        poller.register(fd, events)
    return bool(poller.poll(seconds * 1000))


def news(peer: UdpPeer) -> list[News]:
    """What has come, after waiting for something to come."""
    assert readable(peer, LONG), "nothing came"
    return list(peer.drain())


def test_nothing_is_nothing(peer: UdpPeer) -> None:
    assert list(peer.drain()) == []
    assert not readable(peer, 0)


def test_a_datagram_goes_where_it_should(peer: UdpPeer, program: socket.socket) -> None:
    peer.send(b"hello", program.getsockname())
    assert program.recvfrom(99) == (b"hello", ("127.0.0.1", peer.port))


def test_every_datagram_is_told_with_its_source(peer: UdpPeer, program: socket.socket) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stray:
        stray.bind(("127.0.0.2", 0))
        for data in (b"one", b"", b"\0\xff" * 30000):
            program.sendto(data, ("127.0.0.1", peer.port))
        stray.sendto(b"stray", ("127.0.0.1", peer.port))
        came = list(peer.drain())
        assert came == [
            *(
                ("received", {"data": data, "from": list(program.getsockname())})
                for data in (b"one", b"", b"\0\xff" * 30000)
            ),
            ("received", {"data": b"stray", "from": list(stray.getsockname())}),
        ]
        assert peer.last_sender == stray.getsockname()


def test_an_answer_from_another_socket_is_seen(peer: UdpPeer, program: socket.socket) -> None:
    """A connected socket would not see it."""
    peer.send(b"question", program.getsockname())
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.sendto(b"answer", program.recvfrom(99)[1])
        ((kind, fields),) = peer.drain()
        assert (kind, fields["data"], fields["from"][1]) == ("received", b"answer", other.getsockname()[1])


def closed_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as gone:
        gone.bind(("127.0.0.1", 0))
        return int(gone.getsockname()[1])


def test_a_refusal_is_heard_at_once_and_once(peer: UdpPeer) -> None:
    port = closed_port()
    peer.send(b"anybody?", ("127.0.0.1", port))
    assert news(peer) == [("refused", {"to": ["127.0.0.1", port]})]
    assert list(peer.drain()) == []
    assert not readable(peer, 0), "it does not stay readable"


def test_every_refusal_is_told(peer: UdpPeer) -> None:
    ports = [closed_port() for _ in range(3)]
    for port in ports:
        peer.send(b"anybody?", ("127.0.0.1", port))
    assert news(peer) == [("refused", {"to": ["127.0.0.1", port]}) for port in ports]


def test_a_refusal_keeps_nothing_from_being_sent_and_heard(peer: UdpPeer, program: socket.socket) -> None:
    peer.send(b"anybody?", ("127.0.0.1", closed_port()))
    peer.send(b"hello", program.getsockname())
    data, sender = program.recvfrom(99)
    program.sendto(b"answer", sender)
    assert data == b"hello"
    assert [kind for kind, _fields in news(peer)] in (["received", "refused"], ["refused", "received"])


@pytest.mark.parametrize("size", [1, 1000])
def test_a_flood_is_cut_and_said(
    peer: UdpPeer, program: socket.socket, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(udp, "MOST_BYTES", 5000)
    monkeypatch.setattr(udp, "MOST_DATAGRAMS", 20)
    came: list[News] = []
    for _ in range(50):
        program.sendto(b"x" * size, ("127.0.0.1", peer.port))
        came += peer.drain()
    assert [kind for kind, _fields in came].count("flooded") == 1
    assert came[-1][0] == "flooded"
    assert sum(len(fields["data"]) for kind, fields in came if kind == "received") <= 5000 + size
    assert len(came) <= 22
    assert peer.watch() == [], "nobody waits for more of it"
    assert list(peer.drain()) == []


def test_what_is_told_can_be_written_down(peer: UdpPeer, program: socket.socket) -> None:
    program.sendto(b"x", ("127.0.0.1", peer.port))
    ((_kind, fields),) = peer.drain()
    json.dumps({**fields, "data": fields["data"].hex()})


def test_a_peer_knows_its_own_socket() -> None:
    one = made("bob")
    assert one.inodes == {os.fstat(one.watch()[0][0]).st_ino}
    one.close()
