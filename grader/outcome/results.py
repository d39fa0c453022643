"""Verdicts and results; `Result.to_json` is the contract `grader/result/v1`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from grader.errors import Blame
from grader.outcome.events import Transcript

SCHEMA = "grader/result/v1"


class Verdict(StrEnum):
    """How a check came out; ERROR means that it was not the student's fault."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    SKIPPED = "skipped"


#: From best to worst: what a check gets that was played several times.
_ORDER = (Verdict.PASSED, Verdict.SKIPPED, Verdict.FAILED, Verdict.ERROR)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of several verdicts of one check: error, failed, skipped, passed."""
    return max(verdicts, key=_ORDER.index)


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason for a verdict, in a form that any renderer can say in any language.

    `code` and `args` carry the meaning (the table of codes is in `grader.report.findings`);
    `message` and `hint` are filled in when a result is rendered.  `run` and `event` are indexes
    into the result's runs and the run's transcript.
    """

    code: str
    args: Mapping[str, Any] = field(default_factory=dict)
    severity: str = "mistake"
    blame: Blame = Blame.STUDENT
    run: int | None = None
    event: int | None = None
    step: int | None = None
    file: str | None = None
    line: int | None = None
    source: str | None = None
    expected: str | None = None
    actual: str | None = None
    message: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class LookResult:
    """How one look of a check ended.  `met` is None for a look that was not played or not charged.

    `proof` says what the answer rests on: `seen`, `settled`, `ended`, or, on a clock,
    `patience`, `cpu` or `wall`.
    """

    run: int
    step: int
    met: bool | None
    proof: str | None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The outcome of one check.  `reason` and `because` explain a skipped one."""

    id: str
    title: Mapping[str, str]
    visibility: str
    bonus: bool
    points: float
    score: float
    verdict: Verdict
    reason: str | None = None
    because: tuple[str, ...] = ()
    looks: tuple[LookResult, ...] = ()
    hints: tuple[Mapping[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()
    show: str = "full"


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One playing of the programs.

    `ends` says how each program ended, `blocked` where each still living thread waited,
    both as plain JSON objects (see the contract).
    """

    id: str
    values: Mapping[str, Any]
    duration: float
    transcript: Transcript
    visibility: str = "public"
    case: Mapping[str, Any] = field(default_factory=dict)
    ends: tuple[Mapping[str, Any], ...] = ()
    blocked: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """One exercise of one submission, graded: the single source of every report format."""

    exercise: str
    title: Mapping[str, str]
    verdict: Verdict
    score: float
    max_score: float
    seed: int
    duration: float
    hidden: str
    isolation: Mapping[str, Any]
    grader: str
    python: str
    course: Mapping[str, Any]
    submission: Mapping[str, Any]
    checks: tuple[CheckResult, ...]
    runs: tuple[RunRecord, ...] = ()
    errors: tuple[Mapping[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The result as plain JSON values, `schema` first."""
        plain: dict[str, Any] = {"schema": SCHEMA}
        plain.update({name: getattr(self, name) for name in self.__slots__ if name not in ("checks", "runs")})
        plain["runs"] = [
            {**{name: getattr(run, name) for name in run.__slots__}, "transcript": run.transcript.to_json()}
            for run in self.runs
        ]
        plain["checks"] = [asdict(check) for check in self.checks]
        return plain

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Result:
        """The reverse of `to_json`.

        Raises:
            KeyError, TypeError, ValueError: the object is not a result of this version.
        """
        values = {name: plain[name] for name in cls.__slots__ if name not in ("checks", "runs")}
        values["verdict"] = Verdict(values["verdict"])
        values["errors"] = tuple(plain["errors"])
        runs = tuple(
            RunRecord(
                **{
                    **run,
                    "transcript": Transcript.from_json(run["transcript"]),
                    "ends": tuple(run["ends"]),
                    "blocked": tuple(run["blocked"]),
                }
            )
            for run in plain["runs"]
        )
        checks = tuple(
            CheckResult(
                **{
                    **check,
                    "verdict": Verdict(check["verdict"]),
                    "because": tuple(check["because"]),
                    "hints": tuple(check["hints"]),
                    "looks": tuple(LookResult(**look) for look in check["looks"]),
                    "findings": tuple(
                        Finding(**{**finding, "blame": Blame(finding["blame"])}) for finding in check["findings"]
                    ),
                }
            )
            for check in plain["checks"]
        )
        return cls(**values, runs=runs, checks=checks)
