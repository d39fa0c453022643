"""`grader list`: the exercises with titles and points."""

from __future__ import annotations

import argparse
from pathlib import Path

from grader.catalog.loader import find_course, load_course, load_exercise
from grader.messages import _, pick
from grader.report.columns import cells, pad


def run(options: argparse.Namespace) -> int:
    """Prints the list."""
    course = load_course(find_course(Path.cwd(), Path(options.course) if options.course else None))
    rows = [(_("exercise"), _("title"), _("points"))]
    for name in course.exercises:
        exercise = load_exercise(course, name)
        points = sum(check.points for check in exercise.checks.values() if not check.bonus)
        rows.append((name, pick(exercise.title), f"{points:g}"))
    print(pick(course.title))
    widths = [max(cells(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        print("  ".join(pad(text, width) for text, width in zip(row, widths, strict=True)).rstrip())
    return 0
