"""`grader reset`: the skeleton again, and nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader import clock
from tests.unit.cli.conftest import SKELETON, Desk


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: "2024-02-29")


@pytest.fixture
def changed(desk: Desk) -> Desk:
    """An exercise that somebody has worked on."""
    desk.grader("start", "01_echo")
    desk.write("work/01_echo/server.py", "mine\n")
    desk.write("work/01_echo/more.py", "more\n")
    return desk


def test_what_was_there_is_kept_beside_it(changed: Desk) -> None:
    was = changed.files("work/01_echo")
    done = changed.grader("reset", "01_echo")
    assert done.code == 0
    assert changed.files("work/01_echo") == SKELETON
    assert changed.files("work/01_echo.2024-02-29-1") == was
    assert "What was there is kept in work/01_echo.2024-02-29-1/." in done.out


def test_every_copy_has_a_name_of_its_own(changed: Desk) -> None:
    for number in (1, 2, 3):
        changed.write("work/01_echo/server.py", f"{number}\n")
        changed.grader("reset", "01_echo")
        assert changed.files(f"work/01_echo.2024-02-29-{number}")["server.py"] == f"{number}\n"


def test_copies_are_no_exercises(changed: Desk) -> None:
    changed.grader("reset", "01_echo")
    assert changed.grader("list").out.count("started") == 1


def test_there_is_nothing_to_put_back(desk: Desk) -> None:
    desk.grader("start", "01_echo")
    done = desk.grader("reset", "01_echo")
    assert done.code == 0
    assert "there is nothing to put back" in done.out
    assert sorted(path.name for path in desk.work.iterdir()) == [".grader", "01_echo"]


def test_a_link_among_the_files_is_kept_as_it_is(changed: Desk) -> None:
    (changed.work / "01_echo/link").symlink_to("/etc/passwd")
    changed.grader("reset", "01_echo")
    assert (changed.work / "01_echo.2024-02-29-1/link").readlink() == Path("/etc/passwd")
    assert not (changed.work / "01_echo/link").exists()


def test_what_is_not_started_cannot_be_reset(desk: Desk) -> None:
    done = desk.grader("reset", "01_echo")
    assert (done.code, done.out) == (4, "")
    assert "`grader start 01_echo` begins it." in done.err
    assert not desk.work.exists()


def test_a_link_is_not_reset(desk: Desk, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "server.py").write_text("elsewhere\n")
    desk.work.mkdir()
    (desk.work / "01_echo").symlink_to(outside)
    assert desk.grader("reset", "01_echo").code == 2
    assert (outside / "server.py").read_text() == "elsewhere\n"


@pytest.mark.parametrize("moment", ["before", "behind"])
@pytest.mark.parametrize("which", [1, 2])
def test_an_interruption_at_any_rename_loses_nothing(
    changed: Desk, monkeypatch: pytest.MonkeyPatch, which: int, moment: str
) -> None:
    was = changed.files("work/01_echo")
    rename, calls = Path.rename, []

    def interrupted(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) != which:
            return rename(self, target)
        if moment == "behind":
            rename(self, target)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", interrupted)
        assert changed.grader("reset", "01_echo").code == 130
    kept = changed.work / "01_echo.2024-02-29-1"
    assert was in (changed.files("work/01_echo"), changed.files(f"work/{kept.name}"))
    assert changed.files("work/01_echo") in (was, SKELETON)
    assert sorted(path.name for path in (changed.work / ".grader").iterdir()) == ["progress.json"]


def test_what_a_killed_reset_left_is_cleared_away(changed: Desk) -> None:
    changed.write("work/.grader/new-01_echo/old.py", "half\n")
    changed.grader("reset", "01_echo")
    assert changed.files("work/01_echo") == SKELETON


def test_the_score_is_forgotten_and_the_hints_are_not(changed: Desk) -> None:
    changed.grader("hint", "01_echo", "prints")
    changed.grader("reset", "01_echo")
    assert "started" in changed.grader("list").out
    assert "2. Call print()." in changed.grader("hint", "01_echo", "prints").out
