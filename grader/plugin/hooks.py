"""The pytest plugin: one run of an exercise is one item; checks are reported when all runs are in.

Loaded into every pytest session where the package is installed, so nothing heavy is imported
before an `exercise.yaml` is collected.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from grader.plugin.items import ExerciseFile


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of a grading session."""
    group = parser.getgroup("grader", "grading exercises (collects exercise.yaml)")
    group.addoption("--submission", metavar="DIR", help="the folder to grade: the exercise's files, or ID/ folders")
    group.addoption("--solution", action="store_true", help="grade the course's reference solution")
    group.addoption("--course", metavar="DIR", help="the folder of exercises.yaml (default: found upward)")
    group.addoption("--hidden", metavar="auto|none|PATH", default="auto", help="where the hidden checks lie")
    group.addoption("--grader-seed", metavar="N", type=int, help="the seed of all drawn values")
    group.addoption("--grader-repeat", metavar="N", type=int, default=1, help="play every run N times")
    group.addoption("--grader-only", metavar="CHECK", action="append", default=[], help="grade only this check")
    group.addoption("--grader-plan", metavar="JSON", help="the whole plan, as `grader check` hands it over")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ExerciseFile | None:
    """An `exercise.yaml` inside of a course is a collector of runs."""
    if file_path.name != "exercise.yaml" or not (file_path.parent.parent.parent / "exercises.yaml").is_file():
        return None
    from grader.plugin.items import ExerciseFile  # only now: other pytest sessions need none of it

    config = parent.config
    if not config.pluginmanager.has_plugin("grader-session"):
        from grader.plugin.session import GradingSession

        config.pluginmanager.register(GradingSession(config), "grader-session")
    return ExerciseFile.from_parent(parent, path=file_path)
