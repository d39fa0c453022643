"""What one played run says about its checks, as plain data that can ride on a pytest report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from grader.catalog.model import Run
from grader.errors import Blame
from grader.judge.diagnosis import Diagnosis
from grader.judge.sources import judge as sources_judge
from grader.outcome import Finding, RunRecord, Transcript
from grader.scenario import Played


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """One run of one submission: its record, its scored looks, and a finding for each failed check.

    `looks` are (check, step, met, proof, because); `because` names the failed check that kept a
    look from being charged.  `unsupported`: this machine could not play the run, and no look was played.
    """

    exercise: str
    submission: str
    repeat: int
    record: RunRecord
    looks: tuple[tuple[str, int, bool | None, str | None, str | None], ...]
    findings: tuple[tuple[str, Finding], ...]
    features: Mapping[str, Any]
    unsupported: bool = False

    def to_plain(self) -> dict[str, Any]:
        """As plain values."""
        record = {name: getattr(self.record, name) for name in self.record.__slots__}
        record["transcript"] = self.record.transcript.to_json()
        return {
            "exercise": self.exercise,
            "submission": self.submission,
            "repeat": self.repeat,
            "record": record,
            "looks": [list(look) for look in self.looks],
            "findings": [[check, _plain(finding)] for check, finding in self.findings],
            "features": dict(self.features),
            "unsupported": self.unsupported,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> RunOutcome:
        """The reverse of `to_plain`."""
        record = dict(plain["record"])
        record["transcript"] = Transcript.from_json(record["transcript"])
        record["ends"], record["blocked"] = tuple(record["ends"]), tuple(record["blocked"])
        return cls(
            plain["exercise"],
            plain["submission"],
            plain["repeat"],
            RunRecord(**record),
            tuple((look[0], look[1], look[2], look[3], look[4]) for look in plain["looks"]),
            tuple(
                (check, Finding(**{**finding, "blame": Blame(finding["blame"])}))
                for check, finding in plain["findings"]
            ),
            plain["features"],
            plain["unsupported"],
        )


def _plain(finding: Finding) -> dict[str, Any]:
    return {**asdict(finding), "blame": str(finding.blame)}


def outcome_of(
    played: Played,
    *,
    exercise: str,
    submission: str,
    repeat: int,
    sources: Mapping[str, str],
    features: Mapping[str, Any],
) -> RunOutcome:
    """Judges a played run: who is charged with what, and why."""
    answers = played.reading.settle_accounts()
    diagnosis = Diagnosis(played.reading, played.cast, sources)
    looks = []
    findings = []
    for answer in answers:
        check = answer.look.check
        if check is None:
            continue
        looks.append((check, answer.look.step, answer.met, answer.proof, answer.because))
        if answer.met is False and (not answer.repeats or answer.broke is not None):
            findings.append((check, replace(diagnosis.explain(answer), step=answer.look.step)))
    for claim, finding in sources_judge(played.claims, played.cast.files, sources):
        looks.append((claim.check, -1, finding is None, "source", None))
        if finding is not None:
            findings.append((claim.check, finding))
    return RunOutcome(exercise, submission, repeat, played.record, tuple(looks), tuple(findings), features)


def not_played(
    exercise: str, submission: str, repeat: int, run: Run, checks: Iterable[str], features: Mapping[str, Any]
) -> RunOutcome:
    """A run that this machine cannot play: nobody is charged with anything."""
    record = RunRecord(
        id=run.id,
        values={},
        duration=0.0,
        transcript=Transcript(),
        visibility="hidden" if run.hidden else "public",
        ends=(),
        blocked=(),
    )
    looks = tuple((check, -1, None, None, None) for check in sorted(checks))
    return RunOutcome(exercise, submission, repeat, record, looks, (), features, unsupported=True)
