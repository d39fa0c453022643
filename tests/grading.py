"""Grading in this process, without a pytest session of its own: what the proofs of the exercises repeat."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import yaml

from grader.catalog.loader import load_course, load_exercise
from grader.errors import Blame
from grader.outcome import CheckResult, Finding, Result, Verdict
from grader.plugin.marking import Circumstances, mark
from grader.plugin.outcomes import RunOutcome, outcome_of
from grader.plugin.plans import Task, checks_of, wanted_checks
from grader.plugin.workshop import Workshop
from grader.scenario import play

ROOT = Path(__file__).resolve().parent.parent
COURSE = load_course(ROOT)


def grade(workshop: Workshop, exercise_id: str, folder: Path, *, seed: int = 1) -> Result:
    """The result of a submission, public and hidden checks together."""
    exercise = load_exercise(COURSE, exercise_id, hidden=ROOT / "tests" / "hidden")
    # Checks in Python need a pytest session; tests/plugin sees to them.
    counted = set().union(*(checks_of(run) for run in exercise.runs.values()))
    checks = tuple(name for name in wanted_checks(exercise, ()) if name in counted)
    task = Task(exercise, folder, seed, 1, checks)
    outcomes: list[RunOutcome] = []
    jobs = task.jobs()
    for job, following in zip(jobs, [*jobs[1:], None], strict=True):
        stage = workshop.stage(job)
        try:
            if following is not None:
                workshop.prepare(following)
            played = play(stage)
        finally:
            stage.close()
        outcomes.append(
            outcome_of(
                played,
                exercise=exercise_id,
                submission=str(folder),
                repeat=0,
                sources=stage.snapshot.texts(),
                features=workshop.features,
            )
        )
    circumstances = Circumstances(seed, 0.0, "graded", "none", {"id": "", "digest": "", "trusted": True}, {"path": ""})
    return mark(exercise, outcomes, task.checks, circumstances)


@dataclass(frozen=True)
class Mutant:
    """A wrong submission and what must be found in it."""

    folder: Path
    caught_by: tuple[str, ...]
    finding: str
    at: str | None


def mutant(exercise_id: str, name: str, scratch: Path) -> Mutant:
    """A mutant of the zoo, laid out whole: what it does not change comes from the reference solution."""
    origin = ROOT / "tests" / "mutants" / exercise_id / name
    said = yaml.safe_load((origin / "mutant.yaml").read_text(encoding="utf-8"))
    folder = scratch / "submission"
    if said.get("base") == "solution":
        shutil.copytree(ROOT / "solutions" / exercise_id, folder)
    shutil.copytree(origin, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("mutant.yaml", "__pycache__"))
    for missing in said.get("remove", ()):
        (folder / missing).unlink()
    return Mutant(folder, tuple(said["caught_by"]), said["finding"], said.get("at"))


def check(result: Result, name: str) -> CheckResult:
    """One check of a result."""
    return next(one for one in result.checks if one.id == name)


def findings(result: Result, name: str) -> list[Finding]:
    """The findings of a check that are mistakes."""
    return [finding for finding in check(result, name).findings if finding.severity == "mistake"]


def told(result: Result) -> str:
    """All verdicts and findings in a few words, for the message of a failing test."""
    rows = []
    for one in result.checks:
        reasons = [f"{f.code}@{f.file}:{f.line} {dict(f.args)}" for f in one.findings]
        rows.append(f"{one.id}: {one.verdict} {one.reason or ''} {','.join(one.because)} {reasons}")
    return "\n".join(rows)


def names(kind: str, exercise_id: str) -> list[str]:
    """The folders of `variants` or `mutants` of an exercise."""
    return sorted(folder.name for folder in (ROOT / "tests" / kind / exercise_id).iterdir() if folder.is_dir())


def full_marks(result: Result) -> bool:
    """Whether every scored check passed and nothing was anybody's fault (bonus checks are free)."""
    return result.verdict is Verdict.PASSED and not result.errors


def is_students(finding: Finding) -> bool:
    """Whether a finding blames the student, as a mutant's must."""
    return finding.blame is Blame.STUDENT
