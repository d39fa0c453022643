"""What a session is to grade, in a form that travels to pytest workers as one option."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from grader.catalog.loader import load_course, load_exercise
from grader.catalog.model import Course, Exercise
from grader.errors import UsageError
from grader.messages import _
from grader.plugin.workshop import Job


@dataclass(frozen=True, slots=True)
class Task:
    """One submission of one exercise, with the checks to grade and the runs that they need.

    `python` is the file of hidden checks in Python, where there is one and one of its checks is wanted.
    """

    exercise: Exercise
    submission: Path
    seed: int
    repeat: int
    checks: tuple[str, ...]
    python: Path | None = None

    def jobs(self) -> list[Job]:
        """The runs to play, each `repeat` times."""
        wanted = set(self.checks)
        return [
            Job(self.exercise, run, self.submission, self.seed, repeat)
            for run in self.exercise.runs.values()
            if wanted & checks_of(run)
            for repeat in range(self.repeat)
        ]


@dataclass(frozen=True, slots=True)
class Plan:
    """The submissions of a session, by exercise.  All paths are absolute."""

    course: Path
    hidden: Path | None
    seed: int
    repeat: int
    only: tuple[str, ...]
    submissions: tuple[tuple[str, str], ...]
    solution: bool = False

    def to_option(self) -> str:
        """As the text of a command-line option."""
        plain = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps({**plain, "course": str(self.course), "hidden": self.hidden and str(self.hidden)})

    @classmethod
    def from_option(cls, text: str) -> Plan:
        """The reverse of `to_option`."""
        plain = json.loads(text)
        return cls(
            course=Path(plain["course"]),
            hidden=Path(plain["hidden"]) if plain["hidden"] else None,
            seed=plain["seed"],
            repeat=plain["repeat"],
            only=tuple(plain["only"]),
            submissions=tuple((exercise, folder) for exercise, folder in plain["submissions"]),
            solution=plain["solution"],
        )

    def load(self, course: Course | None = None) -> tuple[Course, list[Task]]:
        """The course (read, unless it is at hand) and the tasks.

        Raises:
            CourseError: the course is wrong.
            UsageError: a check that was asked for does not exist.
        """
        course = course if course is not None else load_course(self.course)
        loaded: dict[str, Exercise] = {}
        tasks = []
        for name, folder in self.submissions:
            if name not in loaded:
                loaded[name] = load_exercise(course, name, hidden=self.hidden)
            exercise = loaded[name]
            checks = wanted_checks(exercise, self.only)
            python = self._python(exercise, checks)
            tasks.append(Task(exercise, Path(folder), self.seed, self.repeat, checks, python))
        return course, tasks

    def _python(self, exercise: Exercise, checks: tuple[str, ...]) -> Path | None:
        """The Python file of hidden checks, if a wanted check is counted by no run of the YAML."""
        if self.hidden is None:
            return None
        file = self.hidden / f"{exercise.id}.py"
        counted = set().union(*(checks_of(run) for run in exercise.runs.values()))
        return file if set(checks) - counted and file.is_file() else None


def checks_of(run: object) -> set[str]:
    """The checks that a run (or a step) counts for."""
    found: set[str] = set()
    name = getattr(run, "for_", None)
    if name is not None:
        found.add(name)
    for attribute in ("steps", "parallel", "shuffle", "facts"):
        for step in getattr(run, attribute, ()):
            for one in step if isinstance(step, tuple) else (step,):
                found |= checks_of(one)
    return found


def wanted_checks(exercise: Exercise, only: tuple[str, ...]) -> tuple[str, ...]:
    """The checks to grade: all, or those asked for with what they require, in the course's order.

    Raises:
        UsageError: a check is not there.
    """
    if not only:
        return tuple(exercise.checks)
    found: set[str] = set()
    left = list(only)
    while left:
        name = left.pop()
        if name not in exercise.checks:
            from difflib import get_close_matches  # only for the message

            near = get_close_matches(name, exercise.checks, 1)
            hint = _("Did you mean {name}?").format(name=near[0]) if near else ", ".join(exercise.checks)
            raise UsageError(
                _("{exercise} has no check {name}. {hint}").format(exercise=exercise.id, name=name, hint=hint)
            )
        if name not in found:
            found.add(name)
            left += exercise.checks[name].requires
    return tuple(name for name in exercise.checks if name in found)
