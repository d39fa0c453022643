"""From the outcomes of all runs to the result of an exercise: verdicts, `requires`, points."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from grader import __version__
from grader.catalog.model import Check, Exercise
from grader.outcome import CheckResult, Finding, LookResult, Result, Verdict, worst
from grader.plugin.outcomes import RunOutcome


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a result says beside its checks.

    `errors` are faults that are nobody's points: `{"blame": ..., "message": ...}`.
    """

    seed: int
    duration: float
    hidden: str
    tier: str
    course: Mapping[str, Any]
    submission: Mapping[str, Any]
    errors: Sequence[Mapping[str, Any]] = ()


def mark(
    exercise: Exercise, outcomes: Sequence[RunOutcome], checks: Iterable[str], circumstances: Circumstances
) -> Result:
    """The result of one exercise.  `checks` are the ids of those that were to be graded."""
    wanted = {name: exercise.checks[name] for name in checks}
    marked = {name: _by_looks(check, outcomes, circumstances) for name, check in wanted.items()}
    graded = [_after_requirements(check, wanted, marked) for check in marked.values()]
    score = sum(check.score for check in graded)
    most = sum(check.points for check in graded if not check.bonus)
    features = outcomes[0].features if outcomes else {"features": [], "missing": {}}
    return Result(
        exercise=exercise.id,
        title=dict(exercise.title),
        verdict=_whole(graded, circumstances),
        score=float(score),
        max_score=float(most),
        seed=circumstances.seed,
        duration=circumstances.duration,
        hidden=circumstances.hidden,
        isolation={
            "tier": circumstances.tier,
            "features": list(features["features"]),
            "missing": sorted(features["missing"]),
        },
        grader=__version__,
        python=".".join(map(str, sys.version_info[:3])),
        course=circumstances.course,
        submission=circumstances.submission,
        checks=tuple(graded),
        runs=tuple(outcome.record for outcome in outcomes),
        errors=tuple(circumstances.errors),
    )


def _by_looks(check: Check, outcomes: Sequence[RunOutcome], circumstances: Circumstances) -> CheckResult:
    """A check as its looks in all runs make it, before `requires`."""
    looks: list[LookResult] = []
    findings: list[Finding] = []
    verdicts: list[Verdict] = []
    because: set[str] = set()
    unsupported = False
    for run, outcome in enumerate(outcomes):
        own = [look for look in outcome.looks if look[0] == check.id]
        if not own:
            continue
        looks += [LookResult(run, step, met, proof) for _id, step, met, proof, _because in own]
        findings += [replace(finding, run=run) for name, finding in outcome.findings if name == check.id]
        mets = [look[2] for look in own]
        unsupported = unsupported or outcome.unsupported
        if False in mets:
            verdicts.append(Verdict.FAILED)
        elif None in mets:
            verdicts.append(Verdict.SKIPPED)
            because.update(look[4] for look in own if look[4])
            because.update(name for name, _finding in outcome.findings if name != check.id)
        else:
            verdicts.append(Verdict.PASSED)
    if not verdicts or circumstances.errors:
        verdicts.append(Verdict.ERROR)
    verdict = worst(verdicts)
    return CheckResult(
        id=check.id,
        title=dict(check.title),
        visibility="hidden" if check.hidden else "public",
        bonus=check.bonus,
        points=check.points,
        score=check.points if verdict is Verdict.PASSED else 0.0,
        verdict=verdict,
        reason=("unsupported" if unsupported else "not_reached") if verdict is Verdict.SKIPPED else None,
        because=tuple(sorted(because)) if verdict is Verdict.SKIPPED else (),
        looks=tuple(looks),
        hints=tuple(dict(hint) for hint in check.hints),
        findings=tuple(findings),
        show=check.show,
    )


def _after_requirements(
    check: CheckResult, wanted: Mapping[str, Check], marked: Mapping[str, CheckResult]
) -> CheckResult:
    """A pass does not count while a required check has not passed; a failure stays one."""
    if check.verdict is not Verdict.PASSED:
        return check
    missing = [
        name
        for name in wanted[check.id].requires
        if name not in marked or _after_requirements(marked[name], wanted, marked).verdict is not Verdict.PASSED
    ]
    if not missing:
        return check
    return replace(check, verdict=Verdict.SKIPPED, reason="requires", because=tuple(missing), score=0.0)


def _whole(checks: Sequence[CheckResult], circumstances: Circumstances) -> Verdict:
    scored = [check for check in checks if not check.bonus]
    if circumstances.errors or any(check.verdict is Verdict.ERROR or check.reason == "unsupported" for check in scored):
        return Verdict.ERROR
    return Verdict.PASSED if all(check.verdict is Verdict.PASSED for check in scored) else Verdict.FAILED
