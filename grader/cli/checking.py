"""`grader check`: grades submissions and reports."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from grader.catalog.loader import find_course, load_course
from grader.cli import exits, screen
from grader.errors import GraderFault, NoSubmission, UsageError
from grader.messages import _
from grader.plugin.plans import Plan
from grader.plugin.workshop import Workshop

if TYPE_CHECKING:
    from grader.catalog.model import Course
    from grader.outcome import Result
    from grader.plugin.session import Loaded

#: Parts of pytest that a grading session has no use for, each of which takes time to import.
_WITHOUT = (
    "terminal", "cacheprovider", "doctest", "junitxml", "pastebin", "debugging", "unittest", "faulthandler",
    "stepwise", "setuponly", "setupplan", "legacypath", "logging", "recwarn", "monkeypatch", "tmpdir", "nose",
    "capture", "threadexception", "unraisableexception", "warnings", "subtests",
)  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Grades and reports; the exit code says how it went."""
    with contextlib.ExitStack() as held:
        # The broker starts up while the course is read: nothing else takes as long without our help.
        workshop = held.enter_context(Workshop()) if options.workers == 1 else None
        plan = _plan(options, find_course(Path.cwd(), Path(options.course) if options.course else None))
        course, tasks = plan.load()
        for task in tasks:
            if not task.submission.is_dir():
                raise NoSubmission(_("There is no folder {folder}.").format(folder=task.submission))
        results = _grade((plan, course, tasks), workshop, options.workers)
    _report(results, options)
    code = exits.of_results(results)
    return exits.PASSED if options.exit_zero and code == exits.NOT_PASSED else code


def _plan(options: argparse.Namespace, root: Path) -> Plan:
    course = load_course(root)
    wanted = _exercises(options, course)
    return Plan(
        course=root,
        hidden=_hidden(options.hidden, root),
        seed=options.seed if options.seed is not None else int.from_bytes(os.urandom(4), "big"),
        repeat=options.repeat,
        only=tuple(options.only),
        submissions=tuple((name, str(_folder(options, root, name, len(wanted)))) for name in wanted),
        solution=options.solution,
    )


def _exercises(options: argparse.Namespace, course: Course) -> list[str]:
    for name in options.exercises:
        if name not in course.exercises:
            near = get_close_matches(name, course.exercises, 1, 0.4)
            hint = _("Did you mean {name}?").format(name=near[0]) if near else _("`grader list` shows them all.")
            raise UsageError(_("There is no exercise {name}. {hint}").format(name=name, hint=hint))
    if options.exercises:
        return list(dict.fromkeys(options.exercises))
    if options.all or options.solution or options.submission:
        return list(course.exercises)
    started = [name for name in course.exercises if (course.root / "work" / name).is_dir()]
    if not started:
        raise NoSubmission(
            _("No exercise is started: there is nothing under work/. Name a folder with --submission DIR.")
        )
    return started


def _folder(options: argparse.Namespace, root: Path, name: str, count: int) -> Path:
    if options.solution:
        folder = root / "solutions" / name
        if not folder.is_dir():
            raise UsageError(_("This course holds no solution of {name}.").format(name=name))
        return folder
    if options.submission:
        given = Path(options.submission).resolve()
        if not given.is_dir():
            raise NoSubmission(_("There is no folder {folder}.").format(folder=given))
        return given / name if count > 1 else given
    return root / "work" / name


def _hidden(choice: str, root: Path) -> Path | None:
    if choice == "none":
        return None
    if choice == "auto":
        lies = root / "tests" / "hidden"
        return lies if lies.is_dir() else None
    given = Path(choice).resolve()
    if not given.is_dir():
        raise UsageError(_("There is no folder {folder} with hidden checks.").format(folder=given))
    return given


def _grade(loaded: Loaded, workshop: Workshop | None, workers: int) -> list[Result]:
    """Plays all runs in a pytest session of this process (with workers: in theirs)."""
    plan, _course, tasks = loaded
    more = ["-p", "xdist", "-n", str(workers), "--dist", "worksteal"] if workshop is None else []
    if workshop is not None:
        first = next((job for task in tasks for job in task.jobs()), None)
        if first is not None:
            workshop.prepare(first)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    import pytest  # takes longest of all: the first programs start up meanwhile

    from grader.plugin.session import Handover

    handover = Handover(workshop, loaded)
    files = dict.fromkeys(str(task.exercise.path / "exercise.yaml") for task in tasks)
    code = pytest.main(
        [
            "-p", "grader.plugin.hooks", *(part for name in _WITHOUT for part in ("-p", f"no:{name}")), *more,
            "--noconftest", "-c", os.devnull, "--rootdir", str(plan.course), "--grader-plan", plan.to_option(), *files,
        ],
        plugins=[handover],
    )  # fmt: skip
    if code == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    if not handover.results:
        raise GraderFault(f"the grading session ended with {code!r}")
    return handover.results


def _report(results: Sequence[Result], options: argparse.Namespace) -> None:
    from grader.report.redact import redact

    shown = [redact(result) for result in results]
    if options.format == "json":
        from grader.report.json import result_to_json

        text = "".join(result_to_json(result) + "\n" for result in shown)
    else:
        from grader.report.text import render, summary

        width, color, unicode = screen.width(), screen.colours(options.color), screen.glyphs()
        verbose = -1 if options.quiet else options.verbose
        texts = [render(result, width=width, color=color, unicode=unicode, verbose=verbose) for result in shown]
        text = ("" if options.quiet else "\n").join(texts)
        if len(shown) > 1:
            text += "\n" + summary(shown, width=width, color=color, unicode=unicode)
    if options.output:
        write_whole(Path(options.output), text)
    else:
        sys.stdout.write(text)
        sys.stdout.flush()


def write_whole(path: Path, text: str) -> None:
    """Writes a file so that it is there whole or not at all, also when interrupted."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        scratch.write_text(text, encoding="utf-8")
        scratch.replace(path)
    except OSError as error:
        raise UsageError(_("Cannot write {path}: {error}").format(path=path, error=error.strerror)) from None
    finally:
        scratch.unlink(missing_ok=True)
