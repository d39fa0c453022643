"""The short way to titles and points says what the long one says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from grader import catalog
from grader.catalog.loader import load_course, load_exercise
from grader.catalog.outline import course_outline, exercise_outline
from grader.errors import CourseError

ROOT = Path(__file__).parents[3]


def test_it_agrees_with_the_loader() -> None:
    course, outline = load_course(ROOT), course_outline(ROOT)
    assert (outline.title, outline.exercises) == (course.title, tuple(course.exercises))
    for name in course.exercises:
        exercise, short = load_exercise(course, name), exercise_outline(outline, name)
        assert short.title == exercise.title
        assert short.points == sum(check.points for check in exercise.checks.values() if not check.bonus)


COURSE = "schema: grader/course/v1\nid: x\ntitle: {en: X, zh: X}\nexercises: [one]\n"


@pytest.mark.parametrize(
    "text",
    [
        "", "a: [", "exercises: 3", COURSE.replace("[one]", "[../one]"), COURSE.replace("[one]", "[one, one]"),
        COURSE.replace("[one]", "[[one]]"), COURSE.replace("{en: X, zh: X}", "5"), "title: &a [*a]",
    ],
)  # fmt: skip
def test_a_wrong_course_is_told_by_the_loader(tmp_path: Path, text: str) -> None:
    (tmp_path / "exercises.yaml").write_text(text)
    with pytest.raises(CourseError):
        course_outline(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "id: one\n", "id: two\ntitle: {en: A, zh: B}\nchecks: {a: {points: 1}}\n", "- 1\n", "\xff",
        "id: one\ntitle: {en: A, zh: B}\nchecks: {a: {points: true}}\n",
        "id: one\ntitle: {en: A, zh: B}\nchecks: {a: {points: 1, bonus: maybe}}\n",
    ],
)  # fmt: skip
def test_a_wrong_exercise_is_told_by_the_loader(tmp_path: Path, text: str) -> None:
    (tmp_path / "exercises.yaml").write_text(COURSE)
    (tmp_path / "exercises/one").mkdir(parents=True)
    (tmp_path / "exercises/one/exercise.yaml").write_text(text, "latin-1")
    with pytest.raises(CourseError):
        exercise_outline(course_outline(tmp_path), "one")


def test_it_imports_little() -> None:
    code = "import sys, grader.catalog.outline; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {name for name in done.stdout.split() if name.startswith("grader.catalog")} == {
        "grader.catalog", "grader.catalog.encoding", "grader.catalog.location", "grader.catalog.nodes",
        "grader.catalog.outline",
    }  # fmt: skip


def test_the_package_gives_all_that_it_names() -> None:
    assert all(getattr(catalog, name) is not None for name in catalog.__all__)
    with pytest.raises(AttributeError):
        _ = catalog.nothing_of_that_name
