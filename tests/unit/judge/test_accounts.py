"""Settling accounts: who pays for a break, what only repeats a failure, what is not charged at all."""

from __future__ import annotations

import pytest

from grader.judge.expectations import LookKind

from .tape import Tape


@pytest.fixture
def tape() -> Tape:
    return Tape()


# --- breaks -----------------------------------------------------------------------------------


def test_the_next_look_that_was_not_played_pays_for_a_break(tape: Tape) -> None:
    first = tape.look("server", prints="one", check="a")
    tape.printed("server", "one\n")
    tape.seen(first)
    tape.ended("server", 1)
    tape.breaks("server")
    second = tape.look("server", prints="two", check="b", played=False)
    third = tape.look("server", prints="three", check="c", played=False)
    answers = tape.answers()
    assert [answers[step].met for step in (first, second, third)] == [True, False, None]
    assert answers[second].broke is not None
    assert answers[third].broke is None


def test_a_look_that_was_open_when_the_run_broke_pays(tape: Tape) -> None:
    step = tape.look("server", prints="one", check="a")
    tape.ended("server", 1)
    tape.waited(step, how="broke")
    tape.breaks("server")
    later = tape.look("server", prints="two", check="b", played=False)
    answers = tape.answers()
    assert answers[step].met is False
    assert answers[step].broke is not None
    assert answers[later].met is None


def test_a_nothing_pays_for_a_break_like_any_look(tape: Tape) -> None:
    tape.ended("server", 1)
    tape.breaks("server")
    quiet = tape.nothing("bob", check="quiet", played=False)
    later = tape.look("bob", gets="x", check="a", played=False)
    answers = tape.answers()
    assert answers[quiet].met is False
    assert answers[quiet].broke is not None
    assert answers[later].met is None


def test_the_last_look_pays_if_none_is_left(tape: Tape) -> None:
    for text in ("one", "two"):
        step = tape.look("server", prints=text, check=text)
        tape.printed("server", text + "\n")
        tape.seen(step)
    tape.ended("server", 1)
    tape.breaks("server")
    answers = tape.answers()
    assert [answer.met for answer in answers.values()] == [True, False]
    assert answers[step].broke is not None


def test_a_last_look_that_has_failed_already_keeps_its_own_reason(tape: Tape) -> None:
    step = tape.ends("server", 0)
    tape.ended("server", 3)
    tape.seen(step)
    tape.breaks("server")
    assert tape.answers()[step].broke is None
    assert tape.finding().code == "wrong_status"


def test_the_first_look_pays_when_a_program_cannot_start(tape: Tape) -> None:
    tape.acts()
    tape.breaks("server", "no_file", file="server.py")
    steps = [tape.look("server", prints="x", check=check, played=False) for check in "abc"]
    answers = tape.answers()
    assert [answers[step].met for step in steps] == [False, None, None]


def test_an_await_does_not_pay_for_a_break(tape: Tape) -> None:
    tape.ended("server", 1)
    tape.breaks("server")
    waiting = tape.look("server", LookKind.AWAIT, check=None, prints="ready", played=False)
    paying = tape.look("server", prints="x", check="a", played=False)
    answers = tape.answers()
    assert answers[waiting].met is None
    assert answers[paying].met is False


def test_an_unmet_await_breaks_the_run_and_the_next_look_pays(tape: Tape) -> None:
    waiting = tape.look("server", LookKind.AWAIT, check=None, prints="ready")
    tape.waited(waiting)
    tape.breaks("server", "await", step=waiting)
    paying = tape.look("bob", gets="x", check="a", played=False)
    answers = tape.answers()
    assert answers[paying].met is False
    assert answers[paying].broke is not None


def test_a_run_without_scored_looks_has_nobody_to_pay(tape: Tape) -> None:
    waiting = tape.look("server", LookKind.AWAIT, check=None, prints="ready")
    tape.waited(waiting)
    tape.breaks("server", "await", step=waiting)
    assert tape.mets() == [False]


def test_only_one_look_pays_for_a_break(tape: Tape) -> None:
    tape.ended("server", 1)
    tape.breaks("server")
    for check in "aabbcc":
        tape.look("server", prints="x", check=check, played=False)
    assert [answer.met for answer in tape.answers().values()].count(False) == 1


def test_a_look_that_pays_keeps_no_proof_of_its_own(tape: Tape) -> None:
    tape.ended("server", 1)
    tape.breaks("server")
    step = tape.look("server", prints="x", played=False)
    assert tape.answers()[step].proof == "ended"


# --- an end with 0 ----------------------------------------------------------------------------------


def test_an_end_with_0_breaks_nothing(tape: Tape) -> None:
    first = tape.look("server", prints="one", check="a")
    tape.ended("server", 0)
    tape.waited(first, how="ended")
    second = tape.nothing("bob")
    tape.waited(second, how="ended")
    answers = tape.answers()
    assert [answers[first].met, answers[second].met] == [False, True]
    assert answers[first].broke is None


# --- an unmet expectation -----------------------------------------------------------------------------


def test_an_unmet_expectation_breaks_nothing(tape: Tape) -> None:
    tape.waited(tape.look("server", prints="one", check="a"))
    step = tape.look("server", prints="two", check="b")
    tape.printed("server", "two\n")
    tape.seen(step)
    assert tape.mets() == [False, True]


def test_looks_behind_a_step_left_out_are_not_charged_to_other_checks(tape: Tape) -> None:
    tape.waited(tape.look("fake", gets="hello", check="sends"))
    tape.leaves_out("sends")
    step = tape.look("client", prints="the answer", check="prints")
    tape.waited(step)
    answer = tape.answers()[step]
    assert answer.met is None
    assert answer.because == "sends"
    assert [finding.step for finding in tape.findings()] == [0]


def test_a_look_behind_a_step_left_out_that_is_met_counts(tape: Tape) -> None:
    tape.waited(tape.look("fake", gets="hello", check="sends"))
    tape.leaves_out("sends")
    tape.printed("client", "hello\n")
    tape.seen(tape.look("client", prints="hello", check="prints"))
    assert tape.mets() == [False, True]


def test_a_look_before_the_step_left_out_is_charged(tape: Tape) -> None:
    tape.waited(tape.look("fake", gets="hello", check="sends"))
    tape.waited(tape.look("client", prints="x", check="prints"))
    tape.leaves_out("sends")
    assert tape.mets() == [False, False]


def test_a_break_behind_a_step_left_out_is_paid_all_the_same(tape: Tape) -> None:
    tape.waited(tape.look("fake", gets="hello", check="sends"))
    tape.leaves_out("sends")
    tape.ended("client", 1)
    tape.breaks("client")
    step = tape.look("client", prints="x", check="prints", played=False)
    assert tape.answers()[step].met is False


# --- repeats ------------------------------------------------------------------------------------------


def test_a_further_failure_of_a_check_only_repeats_it(tape: Tape) -> None:
    steps = [tape.look("server", prints=text, check="a") for text in ("one", "two", "three")]
    tape.waited(*steps)
    answers = tape.answers()
    assert [answers[step].repeats for step in steps] == [False, True, True]
    assert len(tape.findings()) == 1


def test_a_failure_of_another_check_is_no_repeat(tape: Tape) -> None:
    tape.waited(tape.look("server", prints="one", check="a"))
    tape.waited(tape.look("bob", gets="one", check="b"))
    assert [answer.repeats for answer in tape.answers().values()] == [False, False]
    assert len(tape.findings()) == 2


def test_answers_come_in_the_order_of_the_steps_played_or_not(tape: Tape) -> None:
    unplayed = tape.look("server", prints="x", played=False)
    played = tape.look("server", prints="y")
    tape.waited(played)
    assert list(tape.answers()) == [unplayed, played]


def test_settling_twice_changes_nothing(tape: Tape) -> None:
    tape.waited(tape.look("fake", gets="hello", check="sends"))
    tape.leaves_out("sends")
    tape.waited(tape.look("client", prints="x", check="prints"))
    tape.ended("client", 1)
    tape.breaks("client")
    tape.look("client", prints="y", check="more", played=False)
    reading = tape.reading()
    first = [(one.met, one.because, one.repeats) for one in reading.settle_accounts()]
    assert [(one.met, one.because, one.repeats) for one in reading.settle_accounts()] == first
