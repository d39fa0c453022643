"""`grader check`: grades submissions and reports."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.catalog.loader import load_course
from grader.catalog.location import find_course
from grader.cli import exits
from grader.cli.workplace import Workplace, known, shown
from grader.errors import NoSubmission, UsageError
from grader.messages import _
from grader.plugin.invocation import grade
from grader.plugin.plans import Plan
from grader.plugin.workshop import Workshop

if TYPE_CHECKING:
    from grader.catalog.model import Course
    from grader.outcome import Result
    from grader.plugin.plans import Task
    from grader.plugin.session import Loaded
    from grader.sandbox.spaces import Sandbox


def run(options: argparse.Namespace, sandbox: Sandbox | None = None) -> int:
    """Grades and reports; the exit code says how it went.  Without a sandbox, workers make their own."""
    with contextlib.ExitStack() as held:
        workshop = held.enter_context(Workshop(sandbox)) if sandbox is not None else None
        root = find_course(Path.cwd(), Path(options.course) if options.course else None)
        workplace = Workplace(root)
        course = load_course(root)
        plan = _plan(options, course, workplace)
        _course, tasks = plan.load(course)
        results = _grade((plan, course, tasks), workshop, options)
    from grader.cli.reporting import report
    from grader.report.redact import redact

    report([redact(result) for result in results], options)
    _remember(results, tasks, workplace, options)
    code = exits.of_results(results)
    return exits.PASSED if options.exit_zero and code == exits.NOT_PASSED else code


def _plan(options: argparse.Namespace, course: Course, workplace: Workplace) -> Plan:
    root = course.root
    wanted = _exercises(options, course, workplace)
    return Plan(
        course=root,
        hidden=_hidden(options.hidden, root),
        seed=options.seed if options.seed is not None else int.from_bytes(os.urandom(4), "big"),
        repeat=options.repeat,
        only=tuple(options.only),
        submissions=tuple((name, str(_folder(options, workplace, root, name, len(wanted)))) for name in wanted),
        solution=options.solution,
    )


def _exercises(options: argparse.Namespace, course: Course, workplace: Workplace) -> list[str]:
    if options.exercises:
        return list(dict.fromkeys(known(name, course.exercises) for name in options.exercises))
    if options.all or options.solution or options.submission:
        return list(course.exercises)
    started = workplace.started(course.exercises)
    if not started:
        raise NoSubmission(
            _(
                "No exercise is started: there is nothing in {folder}/. `grader start ID` starts one; "
                "a folder elsewhere is graded with `grader check ID --submission DIR`."
            ).format(folder=shown(workplace.folder))
        )
    return started


def _folder(options: argparse.Namespace, workplace: Workplace, root: Path, name: str, count: int) -> Path:
    if options.solution:
        folder = root / "solutions" / name
        if not folder.is_dir():
            raise UsageError(
                _("This course holds no solution of {name}: there is no {folder}/.").format(
                    name=name, folder=shown(folder)
                )
            )
        return folder
    if options.submission:
        given = Path(options.submission).resolve()
        if not given.is_dir():
            raise NoSubmission(_("There is no folder {folder}.").format(folder=given))
        return given / name if count > 1 else given
    return workplace.of(name)


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


def _grade(loaded: Loaded, workshop: Workshop | None, options: argparse.Namespace) -> list[Result]:
    """The results of all tasks, in their order; one without a submission scores 0 where all are asked for."""
    plan, course, tasks = loaded
    there = [task for task in tasks if task.submission.is_dir()]
    if len(there) < len(tasks) and not options.all:
        raise NoSubmission(_missing(next(task for task in tasks if task not in there), options))
    graded: dict[str, Result] = {}
    if there:
        names = {task.exercise.id for task in there}
        part = replace(plan, submissions=tuple(one for one in plan.submissions if one[0] in names))
        with contextlib.ExitStack() as held:
            watchers = []
            if sys.stderr.isatty():
                from grader.cli.ticker import Ticker  # nobody else pays for it

                watchers.append(held.enter_context(Ticker(sum(len(task.jobs()) for task in there))))
            graded = {one.exercise: one for one in grade((part, course, there), workshop, options.workers, watchers)}
    if len(there) == len(tasks):
        return list(graded.values())
    from grader.cli.absent import nothing_handed_in

    return [graded.get(task.exercise.id) or nothing_handed_in(plan, course, task) for task in tasks]


def _missing(task: Task, options: argparse.Namespace) -> str:
    words = _("There is no folder {folder}.").format(folder=shown(task.submission))
    if options.submission:
        return words
    return words + " " + _("`grader start {name}` makes it.").format(name=task.exercise.id)


def _remember(results: list[Result], tasks: list[Task], workplace: Workplace, options: argparse.Namespace) -> None:
    """Keeps the scores of what lies in `work/`, for `grader list` and `grader hint`; a part of one is no score."""
    if options.only:
        return
    from grader.cli.progress import Notebook  # after the report: nobody waits for it

    notebook = Notebook(workplace)
    for result, task in zip(results, tasks, strict=True):
        if task.submission == workplace.of(task.exercise.id) and task.submission.is_dir():
            notebook.score(result)
