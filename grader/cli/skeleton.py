"""What a student starts an exercise with."""

from __future__ import annotations

from pathlib import Path

from grader.errors import CourseError, Place, Problem
from grader.messages import _
from grader.sandbox.intake import Snapshot, take

_STATEMENTS = ("README.md", "README.zh.md")


def skeleton_of(exercise: Path, *, with_statement: bool) -> dict[str, bytes]:
    """The files to lay down: the exercise's skeleton and, if asked for, its statement in all languages.

    Raises:
        CourseError: the skeleton cannot be had.
    """
    folder = exercise / "skeleton"
    if not folder.is_dir():
        raise CourseError(
            [Problem(Place(str(folder)), _("there is no such folder"), _("put what a student starts with there"))]
        )
    taken = _taken(folder)
    files = dict(taken.files)
    for name in _STATEMENTS if with_statement else ():
        path = exercise / name
        if path.is_file() and name not in files:
            files[name] = path.read_bytes()
    return files


def statement_of(folder: Path, language: str) -> Path | None:
    """The statement in this language, else in English, that lies in a folder."""
    for name in ("README.zh.md", "README.md") if language == "zh" else ("README.md",):
        if (folder / name).is_file():
            return folder / name
    return None


def _taken(folder: Path) -> Snapshot:
    taken = take(folder)
    problems = [
        Problem(Place(str(folder / name)), _("this cannot be part of a skeleton"), _("only regular files can"))
        for name, _why in taken.refused
    ]
    if not taken.files and not problems:
        problems.append(
            Problem(Place(str(folder)), _("this folder is empty"), _("put what a student starts with there"))
        )
    if problems:
        raise CourseError(problems)
    return taken
