"""Whose fault something is.

Every error that leaves a room of this package is one of the classes below, and each class stands
for one party.  `cli` turns them into exit codes; nothing else decides an exit code.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Blame(StrEnum):
    """Who has to act so that it works the next time."""

    STUDENT = "student"
    COURSE = "course"
    MACHINE = "machine"
    GRADER = "grader"


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a text file, counted from 1 as editors do.  `line` 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}" if self.column else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a course: what, where, and what to do about it."""

    place: Place
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" + (f" ({self.remedy})" if self.remedy else "")


class GraderError(Exception):
    """The base of all errors here; never raised itself."""

    blame: Blame


class CourseError(GraderError):
    """The course is wrong.  Holds every problem found, not only the first."""

    blame = Blame.COURSE

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class UsageError(GraderError):
    """The command line asks for something that does not exist or makes no sense."""

    blame = Blame.COURSE


class NoSubmission(GraderError):
    """There is no submission where one was expected."""

    blame = Blame.STUDENT


class MachineError(GraderError):
    """This machine cannot do what grading needs (no pseudo-terminals, no memory, no strace ...)."""

    blame = Blame.MACHINE


class Unsupported(MachineError):
    """This machine cannot play one kind of run.  Its checks are skipped for it; the others are judged."""


class GraderFault(GraderError):
    """A fault of the grader's own.  It never costs a student a point."""

    blame = Blame.GRADER
