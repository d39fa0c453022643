"""What a list of exercises shows of each, read without the rest: a list is to be there at once.

Where a file is not plainly right, the whole file is read, and what is wrong with it comes as a
CourseError.  Mistakes elsewhere in a file are left for whoever grades with it.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.catalog.encoding import MAX_BYTES
from grader.catalog.location import COURSE_FILE, EXERCISE_FILE
from grader.catalog.nodes import ListNode, MappingNode, Node, ScalarNode, read_nodes
from grader.errors import Problem
from grader.messages import LANGUAGES

Localized = Mapping[str, str]

#: Names become paths; what is not plainly one is left to the loader to judge.
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True)
class CourseOutline:
    """A course as far as a list shows it."""

    root: Path
    title: Localized
    exercises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExerciseOutline:
    """An exercise as far as a list shows it; `points` are those of its public checks, without bonuses."""

    id: str
    title: Localized
    points: float


def course_outline(root: Path) -> CourseOutline:
    """The course in this folder.

    Raises:
        CourseError: exercises.yaml cannot be read or is wrong.
    """
    top = _members(root / COURSE_FILE)
    title, listed = _localized(top.get("title")), top.get("exercises")
    names = [_text(item) for item in listed.items] if isinstance(listed, ListNode) else []
    exercises = tuple(name for name in names if name is not None)
    if title and exercises and len(set(exercises)) == len(names) and all(map(_NAME.fullmatch, exercises)):
        return CourseOutline(root, title, exercises)
    from grader.catalog.loader import load_course  # takes longer than all of a list

    course = load_course(root)
    return CourseOutline(root, course.title, tuple(course.exercises))


def exercise_outline(course: CourseOutline, exercise_id: str) -> ExerciseOutline:
    """An exercise of the course.

    Raises:
        CourseError: its file cannot be read or is wrong.
    """
    top = _members(course.root / "exercises" / exercise_id / EXERCISE_FILE)
    title, points = _localized(top.get("title")), _points(top.get("checks"))
    if title and points is not None and _text(top.get("id")) == exercise_id:
        return ExerciseOutline(exercise_id, title, points)
    from grader.catalog.loader import load_course, load_exercise  # as above

    exercise = load_exercise(load_course(course.root), exercise_id)
    scored = (check.points for check in exercise.checks.values() if not check.bonus)
    return ExerciseOutline(exercise_id, exercise.title, float(sum(scored)))


def _members(path: Path) -> dict[str, Node]:
    """The entries of a YAML file; none where anything is wrong with it."""
    problems: list[Problem] = []
    try:
        # Opening a FIFO would wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            return {}
        with path.open("rb") as opened:
            node = read_nodes(opened.read(MAX_BYTES + 1), str(path), problems)
    except OSError:
        return {}
    if problems or not isinstance(node, MappingNode):
        return {}
    return {name: member.value for name, member in node.members.items()}


def _text(node: Node | None) -> str | None:
    return node.value if isinstance(node, ScalarNode) and isinstance(node.value, str) and node.value else None


def _localized(node: Node | None) -> dict[str, str]:
    """A text in all languages, or none."""
    members = node.members if isinstance(node, MappingNode) else {}
    found = {language: _text(members[language].value) for language in LANGUAGES if language in members}
    return {language: text for language, text in found.items() if text is not None}


def _points(checks: Node | None) -> float | None:
    """The points of a table of checks; None where they cannot be told at a glance."""
    if not isinstance(checks, MappingNode) or not checks.members:
        return None
    total = 0.0
    for check in checks.members.values():
        members = check.value.members if isinstance(check.value, MappingNode) else {}
        points = members["points"].value if "points" in members else None
        bonus = members["bonus"].value if "bonus" in members else None
        if not isinstance(points, ScalarNode) or type(points.value) not in (int, float):
            return None
        if bonus is not None and not (isinstance(bonus, ScalarNode) and isinstance(bonus.value, bool)):
            return None
        total += 0 if isinstance(bonus, ScalarNode) and bonus.value else float(points.raw)
    return total
