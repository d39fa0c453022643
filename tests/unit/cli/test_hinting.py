"""`grader hint`: one more each time."""

from __future__ import annotations

from dataclasses import replace

from grader.cli.progress import Notebook
from grader.cli.workplace import Workplace
from grader.outcome import Verdict
from tests.unit.cli.conftest import Desk
from tests.unit.cli.test_progress import check, result


def test_each_time_one_more_and_the_last_one_again(desk: Desk) -> None:
    desk.grader("start", "01_echo")
    first = desk.grader("hint", "01_echo", "prints")
    assert first.code == 0
    assert first.out == "The server prints  prints\n 1. Look at recvfrom().\nThere is 1 more hint.\n"
    last = "The server prints  prints\n 1. Look at recvfrom().\n 2. Call print().\nThat is the last hint.\n"
    assert desk.grader("hint", "01_echo", "prints").out == last
    assert desk.grader("hint", "01_echo", "prints").out == last


def test_without_a_check_the_first_that_has_not_passed_and_has_one_left(desk: Desk) -> None:
    desk.grader("start", "01_echo")
    assert "1. Look at recvfrom()." in desk.grader("hint", "01_echo").out
    Notebook(Workplace(desk.root)).score(
        result(check("prints", Verdict.PASSED, 2), check("answers", Verdict.FAILED, 3))
    )
    assert "1. Look at sendto()." in desk.grader("hint", "01_echo").out
    assert "1. Look at sendto()." in desk.grader("hint", "01_echo").out, "the last one stays to be read again"


def test_when_all_have_passed_there_is_nothing_to_hint_at(desk: Desk) -> None:
    desk.grader("start", "01_echo")
    passed = [replace(check(name, Verdict.PASSED, 2)) for name in ("prints", "answers")]
    Notebook(Workplace(desk.root)).score(result(*passed, verdict=Verdict.PASSED))
    done = desk.grader("hint", "01_echo")
    assert (done.code, done.out) == (0, "All checks of 01_echo that have hints have passed.\n")


def test_in_chinese(desk: Desk) -> None:
    desk.grader("start", "01_echo")
    assert (
        desk.grader("hint", "01_echo", "--lang", "zh").out
        == "服务器打印  prints\n 1. 看看 recvfrom()。\n还有 1 条提示。\n"
    )


def test_a_check_without_hints_and_one_that_is_not_there(desk: Desk) -> None:
    desk.grader("start", "01_echo")
    assert "This check has no hints." in desk.grader("hint", "01_echo", "extra").out
    done = desk.grader("hint", "01_echo", "answer")
    assert done.code == 2
    assert "01_echo has no check answer. Did you mean answers?" in done.err


def test_an_exercise_must_be_started(desk: Desk) -> None:
    done = desk.grader("hint", "01_echo")
    assert done.code == 4
    assert "`grader start 01_echo` begins it." in done.err
    assert not desk.work.exists()
