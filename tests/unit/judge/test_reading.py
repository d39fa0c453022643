"""Looks are answered event by event: cursors, the settled moment, looks that are open together, ends."""

from __future__ import annotations

import itertools

import pytest

from grader.judge.expectations import LookKind, Payload, Prints
from grader.judge.reading import Reading

from .tape import Tape


@pytest.fixture
def tape() -> Tape:
    return Tape()


# --- expect at a screen -------------------------------------------------------------------------


def test_expect_is_met_by_what_had_come_before_it_was_asked(tape: Tape) -> None:
    tape.printed("server", "hello\n")
    step = tape.look("server", prints="hello")
    tape.seen(step)
    assert tape.answers()[step].met is True
    assert tape.answers()[step].proof == "seen"


def test_expect_is_met_by_what_comes_later(tape: Tape) -> None:
    step = tape.look("server", prints="hello")
    tape.printed("server", "he")
    tape.printed("server", "llo\n")
    tape.seen(step)
    answer = tape.answers()[step]
    assert answer.met is True
    assert tape.transcript[answer.decided].data == b"llo\n"


def test_an_unmet_expect_is_decided_when_nothing_more_can_come(tape: Tape) -> None:
    step = tape.look("server", prints="hello")
    tape.printed("server", "good day\n")
    tape.waited(step, how="settled")
    answer = tape.answers()[step]
    assert (answer.met, answer.proof) == (False, "settled")
    assert answer.screen == "good day\n"


def test_every_screen_has_a_cursor_of_its_own(tape: Tape) -> None:
    tape.printed("server", "hello\n")
    tape.printed("client", "hello\n")
    steps = [tape.look("server", prints="hello"), tape.look("client", prints="hello")]
    tape.seen(*steps)
    assert tape.mets() == [True, True]


def test_expect_moves_the_cursor_past_what_it_found(tape: Tape) -> None:
    tape.printed("server", "one\ntwo\none\n")
    for text in ("two", "one", "one"):
        tape.waited(tape.look("server", prints=text))
    assert tape.mets() == [True, True, False]


def test_an_unmet_expect_moves_no_cursor(tape: Tape) -> None:
    tape.printed("server", "one\n")
    tape.waited(tape.look("server", prints="two"))
    tape.seen(tape.look("server", prints="one"))
    assert tape.mets() == [False, True]


# --- expect at a peer ---------------------------------------------------------------------------


def test_gets_takes_the_next_datagram(tape: Tape) -> None:
    tape.received("bob", "one")
    tape.received("bob", "two")
    for text in ("one", "two"):
        tape.seen(tape.look("bob", gets=text))
    assert tape.mets() == [True, True]


def test_a_different_datagram_fails_at_once_and_is_consumed(tape: Tape) -> None:
    first = tape.look("bob", gets="right")
    tape.received("bob", "wrong")
    reading = tape.reading()
    assert reading.decided, "nothing more is waited for"
    assert reading.answers[first].met is False
    assert reading.answers[first].proof == "seen"
    tape.seen(first)
    tape.received("bob", "right")
    second = tape.look("bob", gets="right")
    tape.seen(second)
    answers = tape.answers()
    assert answers[first].got == ((1, "bob", b"wrong"),)
    assert answers[second].met is True


def test_gets_looks_at_no_later_datagram_than_the_next(tape: Tape) -> None:
    tape.received("bob", "wrong")
    tape.received("bob", "right")
    tape.waited(tape.look("bob", gets="right"), how="seen")
    assert tape.mets() == [False]


def test_every_peer_has_an_inbox_of_its_own(tape: Tape) -> None:
    tape.received("alice", "for alice")
    step = tape.look("bob", gets="for bob")
    tape.received("bob", "for bob")
    tape.seen(step)
    tape.seen(tape.look("alice", gets="for alice"))
    assert tape.mets() == [True, True]


def test_an_empty_datagram_is_a_datagram(tape: Tape) -> None:
    tape.received("bob", b"")
    tape.seen(tape.look("bob", gets="something"))
    tape.received("bob", b"")
    tape.seen(tape.look("bob", gets=Payload(hex="")))
    assert tape.mets() == [False, True]


# --- nothing ------------------------------------------------------------------------------------


def test_nothing_holds_when_nothing_has_come_up_to_the_settled_moment(tape: Tape) -> None:
    step = tape.nothing("bob")
    assert not tape.reading().decided, "it is never decided by waiting less"
    tape.waited(step, how="settled")
    answer = tape.answers()[step]
    assert (answer.met, answer.proof) == (True, "settled")


@pytest.mark.parametrize("before", [True, False])
def test_nothing_fails_on_all_behind_the_cursor_up_to_the_settled_moment(tape: Tape, before: bool) -> None:
    if before:
        tape.received("bob", "too early")
    step = tape.nothing("bob")
    if not before:
        tape.received("bob", "too early")
    tape.waited(step, how="settled")
    answer = tape.answers()[step]
    assert answer.met is False
    assert [data for _index, _peer, data in answer.got] == [b"too early"]


def test_nothing_consumes_what_it_failed_on(tape: Tape) -> None:
    tape.received("bob", "one")
    tape.received("bob", "two")
    tape.waited(tape.nothing("bob"))
    tape.waited(tape.nothing("bob"))
    tape.received("bob", "three")
    tape.seen(tape.look("bob", gets="three"))
    assert tape.mets() == [False, True, True]


def test_nothing_does_not_see_what_an_expect_has_taken(tape: Tape) -> None:
    tape.received("bob", "answer")
    tape.seen(tape.look("bob", gets="answer"))
    tape.waited(tape.nothing("bob"))
    assert tape.mets() == [True, True]


def test_nothing_looks_at_all_peers_that_it_names_and_at_no_other(tape: Tape) -> None:
    step = tape.nothing("alice", "bob")
    tape.received("fake", "not asked for")
    tape.received("bob", "second")
    tape.received("alice", "third")
    tape.waited(step)
    assert [peer for _index, peer, _data in tape.answers()[step].got] == ["bob", "alice"]


def test_nothing_at_a_screen_fails_only_on_what_must_not_come(tape: Tape) -> None:
    tape.printed("server", "anything\n")
    tape.waited(tape.nothing("server", prints="secret"))
    tape.printed("server", "the secret\n")
    tape.waited(tape.nothing("server", prints="secret"))
    assert tape.mets() == [True, False]


def test_nothing_at_a_screen_consumes_all_that_was_printed(tape: Tape) -> None:
    tape.printed("server", "hello\n")
    tape.waited(tape.nothing("server", prints="secret"))
    tape.waited(tape.look("server", prints="hello"))
    tape.printed("server", "hello\n")
    tape.seen(tape.look("server", prints="hello"))
    assert tape.mets() == [True, False, True]


@pytest.mark.parametrize("how", ["settled", "ended", "patience"])
def test_nothing_holds_on_every_proof_and_carries_it(tape: Tape, how: str) -> None:
    step = tape.nothing("bob")
    tape.waited(step, how=how)
    assert (tape.answers()[step].met, tape.answers()[step].proof) == (True, how)


@pytest.mark.parametrize("how", ["settled", "ended", "patience", "cpu", "wall"])
def test_an_unmet_expect_fails_on_every_proof_and_carries_it(tape: Tape, how: str) -> None:
    step = tape.look("bob", gets="x")
    tape.waited(step, how=how)
    assert (tape.answers()[step].met, tape.answers()[step].proof) == (False, how)


# --- await --------------------------------------------------------------------------------------


def test_await_reads_like_an_expect_and_counts_for_no_check(tape: Tape) -> None:
    tape.printed("server", "ready\nready\n")
    step = tape.look("server", LookKind.AWAIT, check=None, prints="ready")
    tape.seen(step)
    tape.waited(tape.look("server", prints="ready"))
    tape.waited(tape.look("server", prints="ready"))
    assert tape.mets() == [True, True, False]


# --- looks that are open together -----------------------------------------------------------------


@pytest.mark.parametrize("order", list(itertools.permutations(["one", "two", "three"])))
def test_parallel_looks_at_one_peer_are_met_in_any_order(tape: Tape, order: tuple[str, ...]) -> None:
    steps = [tape.look("bob", gets=text) for text in ("one", "two", "three")]
    for text in order:
        tape.received("bob", text)
    tape.seen(*steps)
    assert tape.mets() == [True, True, True]


@pytest.mark.parametrize("order", list(itertools.permutations(["one\n", "two\n", "three\n"])))
def test_parallel_looks_at_one_screen_are_met_in_any_order(tape: Tape, order: tuple[str, ...]) -> None:
    steps = [tape.look("server", prints=text) for text in ("one", "two", "three")]
    for text in order:
        tape.printed("server", text)
    tape.seen(*steps)
    assert tape.mets() == [True, True, True]


@pytest.mark.parametrize("order", list(itertools.permutations(["one\n", "two\n", "three\n"])))
def test_parallel_looks_at_one_screen_are_met_in_any_order_when_all_had_come_before(
    tape: Tape, order: tuple[str, ...]
) -> None:
    """How output is cut into chunks must not decide: here all of it comes at once."""
    tape.printed("server", "".join(order))
    steps = [tape.look("server", prints=text) for text in ("one", "two", "three")]
    tape.seen(*steps)
    assert tape.mets() == [True, True, True]


@pytest.mark.parametrize("order", list(itertools.permutations(["one", "two", "three"])))
def test_parallel_looks_at_one_peer_are_met_in_any_order_when_all_had_come_before(
    tape: Tape, order: tuple[str, ...]
) -> None:
    for text in order:
        tape.received("bob", text)
    steps = [tape.look("bob", gets=text) for text in ("one", "two", "three")]
    assert tape.reading().decided
    tape.seen(*steps)
    assert tape.mets() == [True, True, True]


def test_the_cursor_is_behind_all_that_parallel_looks_took(tape: Tape) -> None:
    tape.printed("server", "two\nbetween\none\nafter\n")
    tape.seen(tape.look("server", prints="one"), tape.look("server", prints="two"))
    tape.waited(tape.look("server", prints="between"))
    tape.seen(tape.look("server", prints="after"))
    assert tape.mets() == [True, True, False, True]


def test_what_one_parallel_look_took_is_not_shown_as_what_another_found(tape: Tape) -> None:
    met, unmet = tape.look("server", prints="one xyz"), tape.look("server", prints="two xyz")
    tape.printed("server", "one xyz\n")
    tape.waited(met, unmet)
    assert tape.answers()[unmet].screen.strip() == ""


def test_parallel_looks_at_one_screen_do_not_share_an_occurrence(tape: Tape) -> None:
    steps = [tape.look("server", prints="same"), tape.look("server", prints="same")]
    tape.printed("server", "same\n")
    tape.waited(*steps)
    assert sorted(tape.mets(), key=bool) == [False, True]


def test_a_datagram_that_no_parallel_look_wants_fails_the_first_of_them(tape: Tape) -> None:
    steps = [tape.look("bob", gets="one"), tape.look("bob", gets="two")]
    tape.received("bob", "odd")
    tape.received("bob", "two")
    tape.seen(*steps)
    assert tape.mets() == [False, True]


def test_a_parallel_nothing_waits_for_the_proof_and_fails_on_what_no_look_took(tape: Tape) -> None:
    wanted, quiet = tape.look("bob", gets="one"), tape.nothing("bob")
    tape.received("bob", "one")
    assert not tape.reading().decided
    tape.received("bob", "more")
    tape.waited(wanted, quiet)
    assert tape.mets() == [True, False]


# --- ends -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "status", "how", "met"),
    [
        (0, 0, "exited", True),
        (0, 1, "exited", False),
        (3, 3, "exited", True),
        (None, 7, "exited", True),
        (None, 9, "signalled", True),
        (9, 9, "signalled", False),
        (0, 9, "killed_by_grader", False),
    ],
)
def test_ends_asks_for_an_exit_status(tape: Tape, asked: int | None, status: int, how: str, met: bool) -> None:
    step = tape.ends("server", asked)
    tape.ended("server", status, how)
    tape.seen(step)
    assert tape.mets() == [met]


def test_ends_is_met_by_an_end_that_came_before(tape: Tape) -> None:
    tape.ended("server")
    tape.seen(tape.ends("server"))
    assert tape.mets() == [True]


def test_ends_looks_at_its_own_program(tape: Tape) -> None:
    tape.ended("client")
    tape.waited(tape.ends("server"))
    assert tape.mets() == [False]


# --- reading live and offline ---------------------------------------------------------------------


def test_a_look_is_decided_as_soon_as_its_event_is_fed(tape: Tape) -> None:
    step = tape.look("server", prints="hello")
    tape.printed("server", "hello\n")
    live = Reading(tape.looks)
    live.feed(tape.transcript[0])
    assert not live.decided
    live.feed(tape.transcript[1])
    assert live.decided
    assert live.answers[step].met is True


def test_a_match_and_texts_are_read_from_the_same_cursor(tape: Tape) -> None:
    tape.printed("server", "at 12:30 hello\nat 12:31 hello\n")
    tape.seen(tape.look("server", prints=Prints(("hello",), r"\d\d:\d\d")))
    tape.seen(tape.look("server", prints=Prints((), "12:31")))
    assert tape.mets() == [True, True]
