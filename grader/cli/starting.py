"""`grader start`: lays an exercise's skeleton into `work/ID/`."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path

from grader.catalog.location import find_course
from grader.catalog.outline import course_outline, exercise_outline
from grader.cli import screen
from grader.cli.laying import lay, make_folder
from grader.cli.progress import Notebook
from grader.cli.skeleton import skeleton_of, statement_of
from grader.cli.workplace import Workplace, known, shown
from grader.messages import _, current_language, pick
from grader.report.columns import table
from grader.report.escape import visible_line
from grader.sandbox.intake import take


def run(options: argparse.Namespace) -> int:
    """Lays the skeleton down and says what to do next."""
    course = course_outline(find_course(Path.cwd(), Path(options.course) if options.course else None))
    name = known(options.exercise, course.exercises)
    exercise = exercise_outline(course, name)
    workplace = Workplace(course.root)
    source = course.root / "exercises" / name
    # The packaged course lies where no student would look for the statement.
    files = skeleton_of(source, with_statement=workplace.packaged)
    folder = workplace.writable(name)
    before = take(folder).files if folder.is_dir() else {}
    make_folder(workplace.notes)
    make_folder(folder)
    written = lay(folder, files)
    Notebook(workplace).start(name)

    paint = screen.paint(options)
    print(paint(f"{pick(exercise.title)}  {name}", "bold"))
    print()
    print("\n".join("  " + line for line in table(_rows(folder, written, before, files)).split("\n")))
    if before:
        print()
        print(_("It was started already; nothing that was there has been changed."))
        print(_("`grader reset {name}` puts the skeleton back and keeps a copy of your files.").format(name=name))
    print()
    statement = statement_of(folder if workplace.packaged else source, current_language())
    for line in _next(name, folder, statement):
        print(line)
    return 0


def _rows(
    folder: Path, written: Iterable[str], before: Mapping[str, bytes], files: Mapping[str, bytes]
) -> list[tuple[str, str]]:
    """Each file in the folder, and whose it is."""
    said = dict.fromkeys(written, _("new"))
    for name, content in before.items():
        said.setdefault(name, _("as in the skeleton") if files.get(name) == content else _("yours"))
    for name in files:
        said.setdefault(name, _("something else is there"))
    return [(visible_line(shown(folder / name)), said[name]) for name in sorted(said)]


def _next(name: str, folder: Path, statement: Path | None) -> list[str]:
    steps = [_("Read {path}").format(path=shown(statement))] if statement is not None else []
    steps.append(_("Write your program in {folder}/").format(folder=shown(folder)))
    steps.append(_("Have it graded: grader check {name}").format(name=name))
    return [_("Next:"), *(f"  {number}. {step}" for number, step in enumerate(steps, 1))]
