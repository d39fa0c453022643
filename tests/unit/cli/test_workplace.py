"""Where `work/` lies."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.catalog.location import find_course
from grader.cli.workplace import Workplace, shown
from tests.unit.cli.conftest import Desk


def test_beside_the_course_wherever_one_stands(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = desk.root / "exercises/01_echo"
    monkeypatch.chdir(deep)
    assert Workplace(find_course(Path.cwd())).folder == desk.root / "work"
    desk.grader("start", "01_echo")
    assert (desk.root / "work/01_echo").is_dir()


def test_in_the_current_folder_with_the_packaged_course(
    desk: Desk, packaged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workplace = Workplace(find_course(Path.cwd()))
    assert workplace.packaged
    assert workplace.folder == packaged / "work"
    desk.grader("start", "01_echo")
    monkeypatch.chdir(desk.work / "01_echo/notes")
    assert Workplace(find_course(Path.cwd())).folder == packaged / "work"


def test_only_folders_of_exercises_count_as_started(desk: Desk) -> None:
    desk.write("work/01_echo.2024-01-01-1/server.py", "")
    desk.write("work/02_talk", "a file")
    assert Workplace(desk.root).started(["01_echo", "02_talk"]) == []


def test_paths_are_shown_from_here_when_they_lie_below(desk: Desk) -> None:
    assert shown(desk.root / "work") == "work"
    assert shown(desk.root.parent) == str(desk.root.parent)
    assert shown(f"{desk.root}x/work") == f"{desk.root}x/work"
