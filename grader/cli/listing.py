"""`grader list`: the exercises with titles and points, and how far the student is."""

from __future__ import annotations

import argparse
from pathlib import Path

from grader.catalog.location import find_course
from grader.catalog.outline import CourseOutline, ExerciseOutline, course_outline, exercise_outline
from grader.cli import screen
from grader.cli.progress import Notebook
from grader.cli.workplace import Workplace
from grader.errors import CourseError, Problem
from grader.messages import _, pick
from grader.report.columns import table


def run(options: argparse.Namespace) -> int:
    """Prints the list."""
    course = course_outline(find_course(Path.cwd(), Path(options.course) if options.course else None))
    exercises = _exercises(course)
    workplace = Workplace(course.root)
    started, entries = set(workplace.started(course.exercises)), Notebook(workplace).entries()
    rows = [(_("exercise"), _("title"), _("points"), _("yours"))]
    for exercise in exercises:
        entry = entries.get(exercise.id)
        score = entry.score if entry is not None else None
        done = f"{score.points:g}/{score.most:g}" if score is not None else _("started")
        yours = done if exercise.id in started else "-"
        rows.append((exercise.id, pick(exercise.title), f"{exercise.points:g}", yours))
    paint = screen.paint(options)
    head, *body = table(rows).split("\n")
    print(paint(pick(course.title), "bold"))
    print(paint(head, "dim"))
    print("\n".join(body))
    return 0


def _exercises(course: CourseOutline) -> list[ExerciseOutline]:
    """All exercises.

    Raises:
        CourseError: with the problems of all that are wrong.
    """
    problems: list[Problem] = []
    found = []
    for name in course.exercises:
        try:
            found.append(exercise_outline(course, name))
        except CourseError as error:
            problems += error.problems
    if problems:
        raise CourseError(problems)
    return found
