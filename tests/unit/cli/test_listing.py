"""`grader list`."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.cli.progress import Notebook
from grader.cli.workplace import Workplace
from tests.unit.cli.conftest import EXERCISE, Desk
from tests.unit.cli.test_progress import GRADED


def test_a_table_with_points_and_progress(desk: Desk) -> None:
    desk.grader("start", "01_echo")
    Notebook(Workplace(desk.root)).score(GRADED)
    desk.grader("start", "02_talk")
    assert desk.grader("list").out == (
        "A small course\n"
        "exercise  title  points  yours\n"
        "01_echo   Echo   5       3/5\n"
        "02_talk   Echo   5       started\n"
    )  # fmt: skip


def test_what_is_not_started_has_no_score_whatever_was_noted(desk: Desk) -> None:
    desk.grader("start", "01_echo")
    Notebook(Workplace(desk.root)).score(GRADED)
    (desk.work / "01_echo").rename(desk.root / "gone")
    assert desk.grader("list").out.splitlines()[2:] == [
        "01_echo   Echo   5       -",
        "02_talk   Echo   5       -",
    ]


def test_chinese_lines_up(desk: Desk) -> None:
    assert desk.grader("list", "--lang", "zh").out == (
        "小课程\n"
        "练习     标题  分值  你的得分\n"
        "01_echo  回声  5     -\n"
        "02_talk  回声  5     -\n"
    )  # fmt: skip


def test_it_reads_and_writes_nothing_of_a_students(desk: Desk) -> None:
    desk.grader("list")
    assert not desk.work.exists()


def test_mistakes_of_all_exercises_are_told(desk: Desk) -> None:
    for name in ("01_echo", "02_talk"):
        desk.write(f"exercises/{name}/exercise.yaml", EXERCISE.replace("ID", name).replace("points: 3", "points: many"))
    done = desk.grader("list")
    assert (done.code, done.out) == (2, "")
    assert "exercises/01_echo/exercise.yaml:16:13:" in done.err
    assert "exercises/02_talk/exercise.yaml:16:13:" in done.err


def test_a_mistake_that_a_list_does_not_show_is_left_for_later(desk: Desk) -> None:
    desk.write("exercises/02_talk/exercise.yaml", EXERCISE.replace("ID", "02_talk").replace("send:", "sned:"))
    assert desk.grader("list").code == 0


def test_the_packaged_course_is_listed_anywhere(desk: Desk, packaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.grader("start", "02_talk")
    assert "02_talk   Echo   5       started" in desk.grader("list").out


def test_no_course_is_told_with_what_to_do(desk: Desk, packaged: Path) -> None:
    done = desk.grader("list", "--course", str(packaged))
    assert done.code == 2
    assert "is no course: it holds no exercises.yaml" in done.err
