"""`grader start`: the skeleton in `work/ID/`, over nothing that is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.cli import laying
from tests.unit.cli.conftest import SKELETON, Desk


def test_it_lays_the_skeleton_and_says_what_to_do_next(desk: Desk) -> None:
    done = desk.grader("start", "01_echo")
    assert done.code == 0
    assert desk.files("work/01_echo") == SKELETON
    assert "work/01_echo/server.py       new" in done.out
    assert "1. Read exercises/01_echo/README.md" in done.out
    assert "3. Have it graded: grader check 01_echo" in done.out
    assert not done.err


def test_it_speaks_chinese_and_names_the_chinese_statement(desk: Desk) -> None:
    done = desk.grader("start", "01_echo", "--lang", "zh")
    assert "回声  01_echo" in done.out
    assert "阅读 exercises/01_echo/README.zh.md" in done.out


def test_a_second_time_changes_nothing_and_says_whose_each_file_is(desk: Desk) -> None:
    desk.grader("start", "01_echo")
    desk.write("work/01_echo/server.py", "print('mine')\n")
    desk.write("work/01_echo/\x1b[2Jown.txt", "own\n")
    before = desk.files()
    done = desk.grader("start", "01_echo")
    assert done.code == 0
    assert desk.files() == before
    assert "work/01_echo/server.py       yours" in done.out
    assert "work/01_echo/notes/plan.txt  as in the skeleton" in done.out
    assert "nothing that was there has been changed" in done.out
    assert "grader reset 01_echo" in done.out
    assert "\x1b" not in done.out


def test_what_is_missing_is_laid_down_again(desk: Desk) -> None:
    desk.grader("start", "01_echo")
    (desk.work / "01_echo/server.py").unlink()
    done = desk.grader("start", "01_echo")
    assert "work/01_echo/server.py       new" in done.out
    assert desk.files("work/01_echo") == SKELETON


def test_an_interruption_leaves_whole_files_and_can_be_made_good(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdopen", interrupted)
        assert desk.grader("start", "01_echo").code == 130
    assert desk.files() == {}
    assert desk.grader("start", "01_echo").code == 0
    assert desk.files("work/01_echo") == SKELETON


def test_an_unknown_exercise_is_told_with_the_nearest(desk: Desk) -> None:
    done = desk.grader("start", "01_ehco")
    assert (done.code, done.out) == (2, "")
    assert "There is no exercise 01_ehco. Did you mean 01_echo?" in done.err
    assert "Did you mean 02_talk?" in desk.grader("start", "02").err
    assert "Did you mean 01_echo?" in desk.grader("start", "work/01_echo/").err
    assert "`grader list` shows them all." in desk.grader("start", "zzz").err
    assert not desk.work.exists()


@pytest.mark.parametrize("place", ["work", "work/.grader", "work/01_echo"])
def test_nothing_is_written_through_a_link(desk: Desk, place: str, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (desk.root / place).parent.mkdir(exist_ok=True)
    (desk.root / place).symlink_to(outside)
    done = desk.grader("start", "01_echo")
    assert done.code == 2
    assert f"{place} is a link" in done.err
    assert not list(outside.iterdir())


def test_a_file_in_the_way_is_told(desk: Desk) -> None:
    desk.write("work/01_echo", "a file")
    done = desk.grader("start", "01_echo")
    assert done.code == 2
    assert "work/01_echo is no folder" in done.err


def test_links_inside_are_left_alone(desk: Desk, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (desk.work / "01_echo").mkdir(parents=True)
    (desk.work / "01_echo/server.py").symlink_to(outside / "server.py")
    done = desk.grader("start", "01_echo")
    assert "work/01_echo/server.py       something else is there" in done.out
    (desk.work / "02_talk").mkdir()
    (desk.work / "02_talk/notes").symlink_to(outside)
    done = desk.grader("start", "02_talk")
    assert done.code == 2
    assert "notes is no folder" in done.err
    assert not list(outside.iterdir())


def test_a_skeleton_that_cannot_be_had_is_the_courses_mistake(desk: Desk) -> None:
    skeleton = desk.root / "exercises/01_echo/skeleton"
    (skeleton / "secret").symlink_to("/etc/passwd")
    done = desk.grader("start", "01_echo")
    assert done.code == 2
    assert "exercises/01_echo/skeleton/secret: this cannot be part of a skeleton" in done.err
    skeleton.rename(skeleton.with_name("skel"))
    done = desk.grader("start", "01_echo")
    assert done.code == 2
    assert "there is no such folder" in done.err
    skeleton.mkdir()
    assert "this folder is empty" in desk.grader("start", "01_echo").err
    assert not desk.work.exists()


def test_with_the_packaged_course_the_statement_comes_along(desk: Desk, packaged: Path) -> None:
    done = desk.grader("start", "01_echo")
    assert done.code == 0
    assert sorted(desk.files("work/01_echo")) == ["README.md", "README.zh.md", "notes/plan.txt", "server.py"]
    assert "1. Read work/01_echo/README.md" in done.out
    assert os.access(desk.work / "01_echo/server.py", os.W_OK), "read-only files of a package give writable ones"
    desk.write("work/01_echo/server.py", "mine\n")


def test_inside_of_work_the_same_work_is_meant(desk: Desk, packaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.grader("start", "01_echo")
    monkeypatch.chdir(desk.work / "01_echo")
    desk.grader("start", "02_talk")
    assert sorted(path.name for path in desk.work.iterdir()) == [".grader", "01_echo", "02_talk"]


def test_a_disk_that_cannot_be_written_to_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> bool:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(laying, "_write_new", full)
    done = desk.grader("start", "01_echo")
    assert done.code == 2
    assert "server.py: No space left on device" in done.err or "plan.txt: No space left on device" in done.err
