"""What a look reads of a TCP stream: as much as it asks for, and no further."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from grader.judge.expectations import LookKind, Payload
from grader.judge.streams import Stream

from .tape import Tape


def test_a_message_may_come_in_pieces() -> None:
    tape = Tape()
    tape.connected("alice")
    step = tape.look("alice", gets="hello")
    tape.streamed("alice", "hel")
    tape.streamed("alice", "lo")
    tape.seen(step)
    assert tape.mets() == [True]


def test_two_messages_may_come_in_one_piece() -> None:
    tape = Tape()
    tape.connected("alice")
    tape.streamed("alice", "hellohello")
    tape.seen(tape.look("alice", gets="hello"))
    tape.seen(tape.look("alice", gets="hello"))
    tape.waited(tape.nothing("alice"))
    assert tape.mets() == [True, True, True]


def test_other_bytes_fail_at_once_and_are_consumed() -> None:
    tape = Tape()
    tape.connected("alice")
    tape.streamed("alice", "help")
    tape.seen(tape.look("alice", gets="hello"))
    tape.waited(tape.nothing("alice"))
    assert tape.mets() == [False, True]


def test_a_half_message_is_unmet_when_nothing_more_can_come() -> None:
    tape = Tape()
    tape.connected("alice")
    tape.streamed("alice", "hel")
    tape.waited(tape.look("alice", gets="hello"))
    finding = tape.finding()
    assert tape.mets() == [False]
    assert finding.actual in ("hel", None)


def test_nothing_fails_on_bytes_on_an_end_and_on_a_new_connection() -> None:
    for happens in ("bytes", "end"):
        tape = Tape()
        tape.connected("alice")
        step = tape.nothing("alice")
        if happens == "bytes":
            tape.streamed("alice", "x")
        else:
            tape.hangs_up("alice")
        tape.waited(step)
        assert tape.mets() == [False]


def test_an_end_that_was_asked_for_is_no_surprise_later() -> None:
    tape = Tape()
    tape.connected("alice")
    tape.hangs_up("alice")
    tape.seen(tape.look("alice", closed=True))
    tape.waited(tape.nothing("alice"))
    assert tape.mets() == [True, True]


def test_what_came_on_an_older_connection_is_still_to_be_read() -> None:
    tape = Tape()
    tape.connected("fake", number=1)
    tape.streamed("fake", "bye", number=1)
    tape.connected("fake", number=2)
    tape.hangs_up("fake", number=1)
    tape.seen(tape.look("fake", gets="bye"))
    tape.waited(tape.look("fake", LookKind.NOTHING))
    assert tape.mets() == [True, True]


def test_a_line_ends_at_its_line_end() -> None:
    stream = Stream()
    stream.connect(0)
    stream.feed(1, b"one\r\ntw")
    assert stream.take(Payload(line="one")) is True
    assert stream.take(Payload(line="two")) is None
    stream.feed(2, b"o\n")
    assert stream.take(Payload(line="too")) is False
    assert stream.take(Payload(line="two")) is True


@given(st.binary(min_size=1, max_size=40), st.lists(st.integers(1, 7), max_size=20))
def test_chunking_changes_nothing(data: bytes, cuts: list[int]) -> None:
    whole, pieces = Stream(), Stream()
    wanted = Payload(hex=data.hex())
    whole.feed(0, data)
    at = 0
    for cut in [*cuts, len(data)]:
        assert at < len(data) or pieces.behind == data
        pieces.feed(0, data[at : at + cut])
        at += cut
        if at < len(data):
            assert pieces.take(wanted) is None
    assert whole.take(wanted) is True
    assert pieces.take(wanted) is True


@given(st.binary(max_size=40), st.text(max_size=8))
def test_no_bytes_make_a_look_raise(data: bytes, text: str) -> None:
    stream = Stream()
    stream.feed(0, data)
    for payload in (Payload(text=text), Payload(line=text), Payload(matches="a+"), Payload(json={"a": text})):
        assert stream.take(payload) in (True, False, None)
