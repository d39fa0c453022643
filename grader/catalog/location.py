"""Where a course lies.  Reads no YAML, so that every command can ask for it at once."""

from __future__ import annotations

from pathlib import Path

from grader.errors import UsageError
from grader.messages import _

COURSE_FILE = "exercises.yaml"
EXERCISE_FILE = "exercise.yaml"


def packaged_course() -> Path:
    """Where the course lies that a wheel brings along (`hatch_build.py` puts it there)."""
    return Path(__file__).resolve().parents[1] / "_course"


def find_course(start: Path, explicit: Path | None = None) -> Path:
    """The folder of the course: `explicit`, else the nearest with an exercises.yaml from `start` upward, else our own.

    Raises:
        UsageError: there is none.
    """
    if explicit is not None:
        folder = explicit.parent if explicit.name == COURSE_FILE else explicit
        if not (folder / COURSE_FILE).is_file():
            raise UsageError(_("{folder} is no course: it holds no {file}").format(folder=explicit, file=COURSE_FILE))
        return folder.resolve()
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / COURSE_FILE).is_file():
            return folder
    packaged = packaged_course()
    # Without a packaged course this is a checkout, whose course lies above the package.
    folder = packaged if packaged.is_dir() else packaged.parent.parent
    if (folder / COURSE_FILE).is_file():
        return folder
    raise UsageError(
        _("no {file} in {start} or above it; go to the folder of your course, or name it with --course DIR").format(
            file=COURSE_FILE, start=start
        )
    )
