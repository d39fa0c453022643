"""`grader hint`: one more hint of a check each time."""

from __future__ import annotations

import argparse
from pathlib import Path

from grader.catalog.loader import load_course, load_exercise
from grader.catalog.location import find_course
from grader.catalog.model import Check, Exercise
from grader.cli import screen
from grader.cli.progress import Entry, Notebook
from grader.cli.workplace import Workplace, known, shown
from grader.errors import NoSubmission, UsageError
from grader.messages import _, ngettext, pick
from grader.report.columns import wrap
from grader.report.escape import visible_line


def run(options: argparse.Namespace) -> int:
    """Shows the hints of a check up to the next one."""
    root = find_course(Path.cwd(), Path(options.course) if options.course else None)
    course = load_course(root)
    name = known(options.exercise, course.exercises)
    exercise = load_exercise(course, name)
    workplace = Workplace(root)
    if not workplace.of(name).is_dir():
        raise NoSubmission(
            _("{name} is not started: there is no {folder}/. `grader start {name}` begins it.").format(
                name=name, folder=shown(workplace.of(name))
            )
        )
    notebook = Notebook(workplace)
    entry = notebook.of(name)
    check = _named(exercise, options.check) if options.check else _next(exercise, entry)
    if check is None:
        print(_("All checks of {name} that have hints have passed.").format(name=name))
        return 0
    level = min(entry.hints.get(check.id, 0) + 1, len(check.hints))
    _show(check, level, options)
    notebook.show_hint(name, check.id, level)
    return 0


def _named(exercise: Exercise, given: str) -> Check:
    if given in exercise.checks:
        return exercise.checks[given]
    from difflib import get_close_matches  # only mistakes pay for it

    near = get_close_matches(given, exercise.checks, 1)
    hint = _("Did you mean {name}?").format(name=near[0]) if near else ", ".join(exercise.checks)
    raise UsageError(_("{exercise} has no check {name}. {hint}").format(exercise=exercise.id, name=given, hint=hint))


def _next(exercise: Exercise, entry: Entry) -> Check | None:
    """The first check that has not passed and has a hint left to show; else the first that has not passed."""
    passed = {name for name, verdict in entry.score.checks.items() if verdict == "passed"} if entry.score else set()
    left = [check for check in exercise.checks.values() if check.hints and check.id not in passed]
    return next((check for check in left if entry.hints.get(check.id, 0) < len(check.hints)), left[0] if left else None)


def _show(check: Check, level: int, options: argparse.Namespace) -> None:
    paint, width = screen.paint(options), screen.width()
    print(paint(visible_line(f"{pick(check.title)}  {check.id}"), "bold"))
    if not check.hints:
        print(_("This check has no hints."))
        return
    for number, hint in enumerate(check.hints[:level], 1):
        first, *rest = wrap(visible_line(pick(hint)), width - 4)
        styles = () if number == level else ("dim",)
        for margin, line in ((f"{number:>2}. ", first), *(("    ", line) for line in rest)):
            print(margin + paint(line, *styles))
    left = len(check.hints) - level
    if left:
        print(ngettext("There is {count} more hint.", "There are {count} more hints.", left).format(count=left))
    else:
        print(_("That is the last hint."))
