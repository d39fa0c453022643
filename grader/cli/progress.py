"""What the grader remembers of a student: last scores and hints shown, in `work/.grader/progress.json`.

A convenience, never a source of marks.  Whatever is wrong with the file, it counts as empty, and a
folder that cannot be written to costs the memory and nothing else.  Exercises are known by their
names alone, so `work/` can be moved.

What hidden checks said is left out: a student's repository commits this file.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.cli.laying import replace_file
from grader.cli.workplace import Workplace

if TYPE_CHECKING:
    from grader.outcome import Result

SCHEMA = "grader/progress/v1"
_FILE = "progress.json"
_MOST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Score:
    """What the public checks of the last grading came to; `checks` are their verdicts by name."""

    points: float
    most: float
    checks: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Entry:
    """One exercise; `hints` says how many hints of each check have been shown."""

    score: Score | None = None
    hints: dict[str, int] = field(default_factory=dict)


class Notebook:
    """The file, read anew whenever it is asked: two graders may be at work."""

    def __init__(self, workplace: Workplace) -> None:
        self._workplace = workplace
        self._path = workplace.notes / _FILE

    def entries(self) -> dict[str, Entry]:
        """What is known, by exercise."""
        try:
            plain = json.loads(_content(self._path))
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(plain, dict) or plain.get("schema") != SCHEMA:
            return {}
        exercises = plain.get("exercises")
        if not isinstance(exercises, dict):
            return {}
        return {name: _entry(value) for name, value in exercises.items() if isinstance(value, dict)}

    def of(self, exercise_id: str) -> Entry:
        """What is known of one exercise."""
        return self.entries().get(exercise_id, Entry())

    def start(self, exercise_id: str) -> None:
        """Notes that an exercise has been started."""
        self._change(exercise_id, lambda _entry: None)

    def forget_score(self, exercise_id: str) -> None:
        """Drops the score of an exercise that begins anew."""
        self._change(exercise_id, lambda entry: setattr(entry, "score", None))

    def score(self, result: Result) -> None:
        """Notes how the public checks came out; a result that is nobody's fault says nothing about the student."""
        if result.verdict == "error" or result.errors:
            return
        public = [check for check in result.checks if check.visibility == "public"]
        score = Score(
            points=sum(check.score for check in public),
            most=sum(check.points for check in public if not check.bonus),
            checks={check.id: str(check.verdict) for check in public},
        )
        self._change(result.exercise, lambda entry: setattr(entry, "score", score))

    def show_hint(self, exercise_id: str, check: str, level: int) -> None:
        """Notes how many hints of a check have been shown."""
        self._change(exercise_id, lambda entry: entry.hints.update({check: level}))

    def _change(self, exercise_id: str, change: Callable[[Entry], object]) -> None:
        """Reads, changes and writes; a change that cannot be kept is none."""
        with contextlib.suppress(OSError):
            if self._workplace.folder.is_symlink() or self._workplace.notes.is_symlink():
                return
            self._workplace.notes.mkdir(exist_ok=True)
            with alone(self._workplace):
                entries = self.entries()
                change(entries.setdefault(exercise_id, Entry()))
                plain = {"schema": SCHEMA, "exercises": {name: asdict(entries[name]) for name in sorted(entries)}}
                replace_file(self._path, (json.dumps(plain, indent=1) + "\n").encode())


@contextlib.contextmanager
def alone(workplace: Workplace) -> Iterator[None]:
    """Waits until no other grader changes anything in these notes, and keeps them out meanwhile."""
    fd = os.open(workplace.notes, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(fd, fcntl.LOCK_EX)
        yield
    finally:
        os.close(fd)


def _content(path: Path) -> bytes:
    """The bytes of a regular file of moderate size."""
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(fd, "rb") as file:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise ValueError(f"{path} is no regular file")
        content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise ValueError(f"{path} is too large")
    return content


def _entry(plain: dict[str, Any]) -> Entry:
    return Entry(
        _score(plain.get("score")), {name: level for name, level in _dict(plain.get("hints")) if _is_count(level)}
    )


def _score(plain: object) -> Score | None:
    """A score, if it is one that can be shown."""
    members = dict(_dict(plain))
    points: Any = members.get("points")
    most: Any = members.get("most")
    if not _is_points(points) or not _is_points(most):
        return None
    checks = {name: verdict for name, verdict in _dict(members.get("checks")) if isinstance(verdict, str)}
    return Score(float(points), float(most), checks)


def _dict(plain: object) -> list[tuple[str, Any]]:
    return list(plain.items()) if isinstance(plain, dict) else []


def _is_points(value: Any) -> bool:
    return type(value) in (int, float) and 0 <= value < 1e9


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value < 1000
