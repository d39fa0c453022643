"""Frames between worker and broker: whole values and their descriptors, or `Closed`."""

from __future__ import annotations

import _socket
import fcntl
import marshal
import os
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from grader.sandbox import wire

Pair = tuple[_socket.socket, _socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    made = _socket.socketpair(_socket.AF_UNIX, _socket.SOCK_STREAM)
    yield made
    for one in made:
        one.close()


@pytest.mark.parametrize(
    "value", [None, 0, "消息", b"\0\xff", (1, 2), [], {"a": {1: [b"", 2.5, True]}}, "x" * 100_000], ids=repr
)
def test_a_value_comes_as_it_was_sent(pair: Pair, value: Any) -> None:
    wire.send(pair[0], value)
    assert wire.receive(pair[1]) == (value, [])


def test_values_come_one_by_one(pair: Pair) -> None:
    for number in range(50):
        wire.send(pair[0], number)
    assert [wire.receive(pair[1])[0] for _ in range(50)] == list(range(50))


def test_a_value_larger_than_any_buffer(pair: Pair) -> None:
    value = {"files": os.urandom(5_000_000)}
    sender = threading.Thread(target=wire.send, args=(pair[0], value))
    sender.start()
    assert wire.receive(pair[1]) == (value, [])
    sender.join()


def test_a_value_that_comes_byte_by_byte(pair: Pair) -> None:
    """Whatever the pieces are into which the stream is cut."""
    wire.send(pair[0], ("split", 12345))
    stream = pair[1].recv(1000)
    sender = threading.Thread(target=lambda: [pair[1].send(stream[at : at + 1]) for at in range(len(stream))])
    sender.start()
    assert wire.receive(pair[0]) == (("split", 12345), [])
    sender.join()


@pytest.mark.parametrize("count", [1, 3, 64])
def test_descriptors_come_along(pair: Pair, count: int) -> None:
    ends = [os.pipe() for _ in range(count)]
    wire.send(pair[0], "these", tuple(end[1] for end in ends))
    value, fds = wire.receive(pair[1])
    assert value == "these"
    assert len(fds) == count
    for number, fd in enumerate(fds):
        os.write(fd, b"%d" % number)
        assert os.read(ends[number][0], 10) == b"%d" % number
        assert fcntl.fcntl(fd, fcntl.F_GETFD) & fcntl.FD_CLOEXEC, "no child inherits it"
    for fd in (*fds, *(fd for end in ends for fd in end)):
        os.close(fd)


def test_descriptors_stay_with_their_value(pair: Pair) -> None:
    reader, writer = os.pipe()
    wire.send(pair[0], "first")
    wire.send(pair[0], "second", (writer,))
    wire.send(pair[0], "third")
    assert wire.receive(pair[1]) == ("first", [])
    value, fds = wire.receive(pair[1])
    assert (value, len(fds)) == ("second", 1)
    assert wire.receive(pair[1]) == ("third", [])
    for fd in (reader, writer, *fds):
        os.close(fd)


@pytest.mark.parametrize("kept", [0, 3, 8, 12])
def test_an_end_in_the_middle_is_an_end(pair: Pair, kept: int) -> None:
    body = marshal.dumps("never seen whole")
    pair[0].send((wire._HEAD.pack(len(body), 0) + body)[:kept])
    pair[0].close()
    with pytest.raises(wire.Closed):
        wire.receive(pair[1])


@pytest.mark.parametrize("size", [1, 1_000_000])
def test_sending_to_nobody_is_said_and_kills_nobody(pair: Pair, size: int) -> None:
    pair[1].close()
    with pytest.raises(wire.Closed):
        wire.send(pair[0], "x" * size)


def test_an_end_that_dies_with_something_unread_is_closed(pair: Pair) -> None:
    """Then the kernel says ECONNRESET, not end of file."""
    pair[1].send(b"unread")
    pair[0].close()
    with pytest.raises(wire.Closed):
        wire.receive(pair[1])


def test_an_end_that_goes_while_much_is_sent_is_closed(pair: Pair) -> None:
    closer = threading.Thread(target=lambda: (pair[1].recv(1000), pair[1].close()))
    closer.start()
    with pytest.raises(wire.Closed):
        wire.send(pair[0], "x" * 5_000_000)
    closer.join()
