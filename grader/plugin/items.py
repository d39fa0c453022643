"""Collection: an exercise.yaml gives one item per run and submission."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from grader.errors import CourseError, GraderError
from grader.plugin.session import GradingSession
from grader.plugin.workshop import Job


class ExerciseFile(pytest.File):
    """The runs of one exercise, for each submission that the session grades."""

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """One item a run, and the module of the exercise's hidden checks in Python.

        Raises:
            pytest.Collector.CollectError: the course is wrong.
        """
        session = GradingSession.of(self.config)
        try:
            tasks = session.tasks_for(self.path)
        except GraderError as error:
            raise self.CollectError(str(error)) from None
        several = len({task.submission for task in tasks}) > 1
        for task in tasks:
            for job in task.jobs():
                name = job.run.id + (f"[{job.submission.name}]" if several else "")
                name += f"#{job.repeat}" if task.repeat > 1 else ""
                yield RunItem.from_parent(self, name=name, job=job)
            if task.python is not None:
                from grader.plugin.python_checks import hidden_module  # most exercises have none

                yield hidden_module(self, task.python, task)


class RunItem(pytest.Item):
    """One run.  It passes when the run was played; what its checks say is in the session's result."""

    def __init__(self, *, job: Job, **rest: Any) -> None:
        super().__init__(**rest)
        self.job = job
        self.outcome: dict[str, Any] | None = None

    def runtest(self) -> None:
        """Plays the run and judges it."""
        self.outcome = GradingSession.of(self.config).play(self.job)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """A grader fault or a wrong course in plain words; anything else as pytest shows it."""
        error = excinfo.value
        if isinstance(error, CourseError):
            return str(error)
        if isinstance(error, GraderError):
            return f"{error.blame}: {error}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Any, int, str]:
        """Where the run stands in the course."""
        return self.path, max(0, self.job.run.place.line - 1), f"{self.job.exercise.id}::{self.name}"
