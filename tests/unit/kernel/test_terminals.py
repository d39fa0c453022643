"""The terminal that a program is given: no echo, output as written, typing delivered at once."""

from __future__ import annotations

import fcntl
import os
import struct
import termios
from collections.abc import Iterator

import pytest

from grader.kernel import terminals

Pair = tuple[int, int]


@pytest.fixture
def pair() -> Iterator[Pair]:
    made = terminals.open_pair()
    yield made
    for fd in made:
        os.close(fd)


def everything(master: int) -> bytes:
    """All that has come; with the slave open, the master never reports its end."""
    parts = []
    try:
        while True:
            parts.append(os.read(master, 65536))
    except BlockingIOError:
        return b"".join(parts)


def test_what_is_typed_is_not_echoed(pair: Pair) -> None:
    master, slave = pair
    os.write(master, "你好 it's\n".encode())
    assert os.read(slave, 100) == "你好 it's\n".encode()
    assert everything(master) == b""


def test_erasing_echoes_nothing_either(pair: Pair) -> None:
    master, slave = pair
    os.write(master, b"ab\x7f\x15\x01c\n")
    assert os.read(slave, 100) == b"\x01c\n"
    assert everything(master) == b""


def test_output_comes_as_it_was_written(pair: Pair) -> None:
    master, slave = pair
    data = b"a\nb\r\nc\td\x00\xff" + "é你".encode()
    os.write(slave, data)
    assert everything(master) == data


def test_erasing_takes_whole_characters(pair: Pair) -> None:
    master, slave = pair
    os.write(master, "a你".encode() + b"\x7f\n")
    assert os.read(slave, 100) == b"a\n"


def test_the_screen_is_wide(pair: Pair) -> None:
    rows, columns, _x, _y = struct.unpack("HHHH", fcntl.ioctl(pair[1], termios.TIOCGWINSZ, bytes(8)))
    assert (rows, columns) == terminals.SIZE


def test_reading_the_master_never_blocks(pair: Pair) -> None:
    with pytest.raises(BlockingIOError):
        os.read(pair[0], 1)


def test_neither_end_is_inherited(pair: Pair) -> None:
    assert not any(os.get_inheritable(fd) for fd in pair)


def test_a_line_is_unread_until_it_is_read(pair: Pair) -> None:
    master, slave = pair
    assert not terminals.deliver_typing(slave)
    os.write(master, b"half a li")
    assert not terminals.deliver_typing(slave), "a line counts when it is finished"
    os.write(master, b"ne\nand more\n")
    assert terminals.deliver_typing(slave)
    assert os.read(slave, 100) == b"half a line\n"
    assert terminals.deliver_typing(slave)
    assert os.read(slave, 100) == b"and more\n"
    assert not terminals.deliver_typing(slave)


def test_the_end_of_input_is_unread_too(pair: Pair) -> None:
    master, slave = pair
    os.write(master, b"\x04")
    assert terminals.deliver_typing(slave)
    assert os.read(slave, 100) == b""


def test_typing_is_delivered_at_once_every_time(pair: Pair) -> None:
    master, slave = pair
    for _ in range(3000):
        os.write(master, b"line\n")
        assert terminals.deliver_typing(slave)
        assert os.read(slave, 100) == b"line\n"


def test_output_is_delivered_at_once_every_time(pair: Pair) -> None:
    master, slave = pair
    for _ in range(3000):
        os.write(slave, b"line\n")
        assert os.read(master, 100) == b"line\n"
