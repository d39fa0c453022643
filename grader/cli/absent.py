"""The result of an exercise for which nothing was handed in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.outcome import CheckResult, Result, Verdict
from grader.plugin.identity import course_identity
from grader.plugin.marking import Circumstances, mark
from grader.sandbox.tiers import Tier

if TYPE_CHECKING:
    from grader.catalog.model import Course
    from grader.plugin.plans import Plan, Task


def nothing_handed_in(plan: Plan, course: Course, task: Task) -> Result:
    """No points, and no check played."""
    circumstances = Circumstances(
        seed=task.seed,
        duration=0.0,
        hidden="graded" if task.exercise.has_hidden else "none",
        tier=Tier.NONE,
        course=course_identity(course, plan, task),
        submission={"path": str(task.submission), "files": {}},
    )
    marked = mark(task.exercise, (), task.checks, circumstances)
    verdict = Verdict.FAILED if any(not check.bonus for check in marked.checks) else Verdict.PASSED
    return replace(marked, verdict=verdict, checks=tuple(map(_not_there, marked.checks)))


def _not_there(check: CheckResult) -> CheckResult:
    return replace(check, verdict=Verdict.SKIPPED, reason="no_submission", because=(), score=0.0)
