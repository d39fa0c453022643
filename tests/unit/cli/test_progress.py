"""What the grader remembers, and that nothing depends on it."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.cli.progress import SCHEMA, Entry, Notebook, Score
from grader.cli.workplace import Workplace
from grader.outcome import CheckResult, Result, Verdict
from tests.unit.cli.conftest import Desk


def check(name: str, verdict: Verdict, points: float, *, hidden: bool = False, bonus: bool = False) -> CheckResult:
    score = points if verdict is Verdict.PASSED else 0.0
    title = {"en": name, "zh": name}
    return CheckResult(name, title, "hidden" if hidden else "public", bonus, points, score, verdict)


def result(*checks: CheckResult, verdict: Verdict = Verdict.FAILED, exercise: str = "01_echo") -> Result:
    return Result(
        exercise=exercise, title={"en": "Echo"}, verdict=verdict, score=0, max_score=0, seed=1, duration=0.1,
        hidden="graded", isolation={}, grader="0", python="3", course={}, submission={}, checks=checks,
    )  # fmt: skip


GRADED = result(
    check("prints", Verdict.PASSED, 2),
    check("answers", Verdict.FAILED, 3),
    check("extra", Verdict.PASSED, 1, bonus=True),
    check("secret", Verdict.PASSED, 5, hidden=True),
)


@pytest.fixture
def notebook(desk: Desk) -> Notebook:
    desk.grader("start", "01_echo")
    return Notebook(Workplace(desk.root))


def file(desk: Desk) -> Path:
    return desk.work / ".grader/progress.json"


def test_a_score_is_that_of_the_public_checks(desk: Desk, notebook: Notebook) -> None:
    notebook.score(GRADED)
    assert notebook.of("01_echo").score == Score(3.0, 5.0, {"prints": "passed", "answers": "failed", "extra": "passed"})
    assert "secret" not in file(desk).read_text()
    assert "3/5" in desk.grader("list").out


def test_what_is_nobodys_fault_is_no_score(notebook: Notebook) -> None:
    notebook.score(GRADED)
    notebook.score(result(check("prints", Verdict.ERROR, 2), verdict=Verdict.ERROR))
    assert notebook.of("01_echo").score == Score(3.0, 5.0, {"prints": "passed", "answers": "failed", "extra": "passed"})


def test_scores_and_hints_of_all_exercises_stand_side_by_side(desk: Desk, notebook: Notebook) -> None:
    notebook.show_hint("01_echo", "prints", 1)
    notebook.score(GRADED)
    notebook.show_hint("02_talk", "answers", 2)
    assert notebook.of("01_echo").hints == {"prints": 1}
    assert notebook.of("02_talk") == Entry(None, {"answers": 2})
    assert json.loads(file(desk).read_text())["schema"] == SCHEMA


def test_a_moved_folder_keeps_its_progress(desk: Desk, notebook: Notebook, tmp_path: Path) -> None:
    notebook.score(GRADED)
    assert str(desk.root) not in file(desk).read_text()
    desk.root.rename(tmp_path / "elsewhere")
    assert Notebook(Workplace(tmp_path / "elsewhere")).of("01_echo").score is not None


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"null", b"\xff", b'{"schema": "grader/progress/v9", "exercises": {}}', b"[" * 100_000,
        b'{"schema": "grader/progress/v1"}', b'{"schema": "grader/progress/v1", "exercises": 3}', b"0" * (2 << 20),
    ],
)  # fmt: skip
def test_a_broken_file_is_an_empty_one(desk: Desk, notebook: Notebook, content: bytes) -> None:
    file(desk).write_bytes(content)
    assert notebook.entries() == {}
    assert "started" in desk.grader("list").out
    notebook.score(GRADED)
    assert "3/5" in desk.grader("list").out


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["points", "most", "prints"]), inner),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["score", "hints"]), _VALUES))
def test_no_content_disturbs_a_command(desk: Desk, notebook: Notebook, entry: dict[str, Any]) -> None:
    file(desk).write_text(json.dumps({"schema": SCHEMA, "exercises": {"01_echo": entry, "02_talk": 5}}))
    assert desk.grader("list").code == 0
    assert desk.grader("hint", "01_echo").code == 0


def test_a_fifo_or_a_link_in_its_place_is_not_opened(desk: Desk, notebook: Notebook, tmp_path: Path) -> None:
    file(desk).unlink()
    os.mkfifo(file(desk))
    assert notebook.entries() == {}
    file(desk).unlink()
    outside = tmp_path / "outside.json"
    outside.write_text("{}")
    file(desk).symlink_to(outside)
    notebook.score(GRADED)
    assert outside.read_text() == "{}"
    assert notebook.of("01_echo").score is not None


def test_a_folder_that_cannot_be_written_to_costs_the_memory_only(desk: Desk, notebook: Notebook) -> None:
    file(desk).unlink()
    (desk.work / ".grader").rmdir()
    (desk.work / ".grader").write_text("in the way")
    notebook.score(GRADED)
    assert desk.grader("list").code == 0
    assert desk.grader("hint", "01_echo").code == 0


def test_graders_at_the_same_time_lose_nothing_of_each_other(notebook: Notebook) -> None:
    names = [f"check_{number}" for number in range(20)]
    threads = [threading.Thread(target=notebook.show_hint, args=("01_echo", name, 1)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(notebook.of("01_echo").hints) == sorted(names)
