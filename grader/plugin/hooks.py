"""The pytest plugin: one run of an exercise is one item; checks are reported when all runs are in.

Loaded into every pytest session where the package is installed, so nothing heavy is imported
before an `exercise.yaml` is collected.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from grader.plugin.items import ExerciseFile
    from grader.plugin.session import GradingSession


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


def pytest_configure(config: pytest.Config) -> None:
    """Makes the mark of checks in Python known."""
    config.addinivalue_line("markers", "check(id): the check that a test in tests/hidden counts for")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ExerciseFile | None:
    """An `exercise.yaml` inside of a course is a collector of runs."""
    if not _is_exercise(file_path):
        return None
    from grader.plugin.items import ExerciseFile  # only now: other pytest sessions need none of it

    _session(parent.config)
    return ExerciseFile.from_parent(parent, path=file_path)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node: Any, ids: Sequence[str]) -> None:
    """The controller of a distributed session collects nothing: it learns from its workers what is graded."""
    files = dict.fromkeys(node.config.rootpath / nodeid.split("::")[0] for nodeid in ids)
    for path in filter(_is_exercise, files):
        _session(node.config).tasks_for(path)


def _is_exercise(path: Path) -> bool:
    return path.name == "exercise.yaml" and (path.parent.parent.parent / "exercises.yaml").is_file()


def _session(config: pytest.Config) -> GradingSession:
    from grader.plugin.session import GradingSession

    if not config.pluginmanager.has_plugin("grader-session"):
        config.pluginmanager.register(GradingSession(config), "grader-session")
    return GradingSession.of(config)
