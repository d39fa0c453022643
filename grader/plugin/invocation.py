"""A grading session of this process: pytest, without its parts that grading has no use for."""

from __future__ import annotations

import _signal
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from grader.errors import CourseError, GraderFault

if TYPE_CHECKING:
    from grader.outcome import Result
    from grader.plugin.session import Loaded
    from grader.plugin.workshop import Workshop

#: Parts of pytest that a grading session has no use for, each of which takes time to import.
_WITHOUT = (
    "terminal", "cacheprovider", "doctest", "junitxml", "pastebin", "debugging", "unittest", "faulthandler",
    "stepwise", "setuponly", "setupplan", "legacypath", "logging", "recwarn", "monkeypatch", "tmpdir", "nose",
    "capture", "threadexception", "unraisableexception", "warnings", "subtests",
)  # fmt: skip


def grade(loaded: Loaded, workshop: Workshop | None, workers: int, watchers: Sequence[object] = ()) -> list[Result]:
    """Plays all runs: in this process where there is a workshop, else in `workers` processes.

    `watchers` are further plugin objects, for whoever wants to see how far it is.

    Raises:
        CourseError: checks in Python cannot be imported.
        KeyboardInterrupt: the session was interrupted.
        GraderFault: it ended without results.
    """
    more = ["-p", "xdist", "-n", str(workers), "--dist", "worksteal"] if workshop is None else []
    if workshop is not None:
        first = next((job for task in loaded[2] for job in task.jobs()), None)
        if first is not None:
            workshop.prepare(first)
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        os.environ.pop(name, None)  # meant for somebody's own tests
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    # Until the session has started: Ctrl-C would be lost in the callbacks of Python's import locks.
    before = _signal.pthread_sigmask(_signal.SIG_BLOCK, {_signal.SIGINT})
    try:
        return _play(loaded, workshop, more, watchers)
    finally:
        _signal.pthread_sigmask(_signal.SIG_SETMASK, before)


def _play(loaded: Loaded, workshop: Workshop | None, more: Sequence[str], watchers: Sequence[object]) -> list[Result]:
    import pytest  # takes longest of all: the first programs start up meanwhile

    from grader.plugin.session import Handover

    handover = Handover(workshop, loaded)
    plan, _course, tasks = loaded
    files = dict.fromkeys(str(task.exercise.path / "exercise.yaml") for task in tasks)
    code = pytest.main(
        [
            "-p", "grader.plugin.hooks", *(part for name in _WITHOUT for part in ("-p", f"no:{name}")), *more,
            "--noconftest", "-c", os.devnull, "--rootdir", str(plan.course), "--grader-plan", plan.to_option(), *files,
        ],
        plugins=[handover, *watchers],
    )  # fmt: skip
    if handover.uncollected:
        raise CourseError(handover.uncollected)
    if code == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    if not handover.results:
        raise GraderFault(f"the grading session ended with {code!r}")
    return handover.results
