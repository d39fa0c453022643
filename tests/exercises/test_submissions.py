"""Every exercise both ways: right submissions get full marks, wrong ones lose the intended check for its reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.outcome import Verdict
from grader.plugin.workshop import Workshop
from tests.grading import COURSE, ROOT, check, findings, full_marks, grade, is_students, mutant, names, told

pytestmark = pytest.mark.usefixtures("load_when_soaking")

Rounds = Callable[[int, int], int]

VARIANTS = [(exercise, name) for exercise in COURSE.exercises for name in names("variants", exercise)]
MUTANTS = [(exercise, name) for exercise in COURSE.exercises for name in names("mutants", exercise)]


@pytest.mark.parametrize("exercise", COURSE.exercises)
def test_the_reference_solution_gets_full_marks_and_every_bonus(
    exercise: str, workshop: Workshop, rounds: Rounds
) -> None:
    for seed in range(rounds(5, 200)):
        result = grade(workshop, exercise, ROOT / "solutions" / exercise, seed=seed)
        assert all(one.verdict is Verdict.PASSED for one in result.checks), told(result)


@pytest.mark.parametrize("exercise", COURSE.exercises)
def test_the_skeleton_passes_no_check(exercise: str, workshop: Workshop) -> None:
    result = grade(workshop, exercise, ROOT / "exercises" / exercise / "skeleton")
    assert result.score == 0, told(result)
    assert result.verdict is Verdict.FAILED


@pytest.mark.parametrize(("exercise", "name"), VARIANTS)
def test_a_correct_variant_gets_full_marks(exercise: str, name: str, workshop: Workshop, rounds: Rounds) -> None:
    for seed in range(rounds(1, 200)):
        result = grade(workshop, exercise, ROOT / "tests" / "variants" / exercise / name, seed=seed)
        assert full_marks(result), f"seed {seed}\n{told(result)}"


@pytest.mark.parametrize(("exercise", "name"), MUTANTS)
def test_a_mutant_is_caught_for_its_reason(
    exercise: str, name: str, workshop: Workshop, rounds: Rounds, tmp_path: Path
) -> None:
    wrong = mutant(exercise, name, tmp_path)
    for seed in range(rounds(1, 200)):
        result = grade(workshop, exercise, wrong.folder, seed=seed)
        only_bonus = all(check(result, caught).bonus for caught in wrong.caught_by)
        assert result.verdict is (Verdict.PASSED if only_bonus else Verdict.FAILED), told(result)
        for caught in wrong.caught_by:
            assert check(result, caught).verdict is Verdict.FAILED, f"{caught}\n{told(result)}"
        found = findings(result, wrong.caught_by[0])
        assert found, told(result)
        assert found[0].code == wrong.finding, f"seed {seed}\n{told(result)}"
        assert is_students(found[0])
        if wrong.at is not None:
            file, _colon, line = wrong.at.rpartition(":")
            assert (found[0].file, found[0].line) == (file, int(line)), f"seed {seed}\n{told(result)}"
