"""`grader reset`: puts an exercise's skeleton back, keeping a copy of what was there."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from grader import clock
from grader.catalog.location import find_course
from grader.catalog.outline import course_outline
from grader.cli.laying import cannot_write, lay, make_folder
from grader.cli.progress import Notebook, alone
from grader.cli.skeleton import skeleton_of
from grader.cli.workplace import Workplace, known, shown
from grader.errors import NoSubmission
from grader.messages import _
from grader.sandbox.intake import take


def run(options: argparse.Namespace) -> int:
    """Puts the skeleton in the place of what is there, and says where that went."""
    course = course_outline(find_course(Path.cwd(), Path(options.course) if options.course else None))
    name = known(options.exercise, course.exercises)
    workplace = Workplace(course.root)
    files = skeleton_of(course.root / "exercises" / name, with_statement=workplace.packaged)
    folder = workplace.writable(name)
    if not folder.is_dir():
        raise NoSubmission(
            _("{name} is not started: there is no {folder}/. `grader start {name}` begins it.").format(
                name=name, folder=shown(folder)
            )
        )
    there = take(folder)
    if there.files == files and not there.refused:
        print(_("{folder}/ is as in the skeleton; there is nothing to put back.").format(folder=shown(folder)))
        return 0
    make_folder(workplace.notes)
    with alone(workplace):
        kept = _exchange(folder, _prepared(workplace, name, files))
    Notebook(workplace).forget_score(name)
    print(_("{folder}/ is as in the skeleton again.").format(folder=shown(folder)))
    print(_("What was there is kept in {folder}/.").format(folder=shown(kept)))
    return 0


def _prepared(workplace: Workplace, name: str, files: dict[str, bytes]) -> Path:
    """A folder with the skeleton, whole before anything else is touched."""
    fresh = workplace.notes / f"new-{name}"
    try:
        if fresh.is_symlink():
            fresh.unlink()
        elif fresh.is_dir():
            shutil.rmtree(fresh)  # a reset that was killed has left it
        fresh.mkdir()
        lay(fresh, files)
    except OSError as error:
        raise cannot_write(fresh, error) from None
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return fresh


def _exchange(folder: Path, fresh: Path) -> Path:
    """Renames what is there out of the way and `fresh` into its place; at every moment all files are somewhere."""
    kept = _free(folder)
    try:
        folder.rename(kept)
        fresh.rename(folder)
    except BaseException as error:
        if kept.is_dir() and not folder.exists():
            kept.rename(folder)
        shutil.rmtree(fresh, ignore_errors=True)
        if isinstance(error, OSError):
            raise cannot_write(folder, error) from None
        raise
    return kept


def _free(folder: Path) -> Path:
    """A name beside the folder that nothing has yet: the day, and a number."""
    number = 1
    while True:
        path = folder.with_name(f"{folder.name}.{clock.today()}-{number}")
        if not path.exists() and not path.is_symlink():
            return path
        number += 1
