"""A small course in a folder of its own, and submissions of a few lines that are really graded by it."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from grader.catalog.loader import load_course, load_exercise
from grader.catalog.model import Exercise
from grader.outcome import CheckResult, Event, Finding, Result, Transcript
from grader.plugin.marking import Circumstances, mark
from grader.plugin.outcomes import RunOutcome, outcome_of
from grader.plugin.plans import Task, wanted_checks
from grader.plugin.workshop import Workshop
from grader.scenario import Played, play

ACTORS: dict[str, dict[str, Any]] = {
    "server": {"program": "server.py", "listens": "9090/udp"},
    "client": {"program": "client.py"},
    "main": {"program": "main.py"},
    "alice": {"udp_client": "server"},
    "bob": {"udp_client": "server"},
    "fake": {"udp_server": 9090},
}

#: How most servers here begin: three lines.
BOUND = """\
import socket
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
"""

#: ... and how a client does: two.
SOCKET = """\
import socket
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
"""

ECHO = BOUND + "while True:\n    data, address = sock.recvfrom(1024)\n    sock.sendto(data, address)\n"


@dataclass(frozen=True)
class Graded:
    """What came of a submission, and the runs as they were played."""

    result: Result
    plays: tuple[Played, ...]
    sources: Mapping[str, str]

    @property
    def verdicts(self) -> dict[str, str]:
        """The verdict of each check by its id."""
        return {check.id: str(check.verdict) for check in self.result.checks}

    def check(self, name: str) -> CheckResult:
        return next(check for check in self.result.checks if check.id == name)

    def finding(self, name: str) -> Finding:
        """The only finding of a check."""
        found = self.check(name).findings
        assert len(found) == 1, self.told()
        return found[0]

    def said(self, name: str) -> tuple[str, str | None]:
        """Code and place of the only finding of a check: ("crashed", "server.py:5")."""
        finding = self.finding(name)
        place = None if finding.file is None else f"{finding.file}:{finding.line}"
        return finding.code, place

    def proofs(self, name: str) -> list[str | None]:
        """What the looks of a check rest on."""
        return [look.proof for look in self.check(name).looks]

    @property
    def transcript(self) -> Transcript:
        """The transcript of the only run."""
        (record,) = self.result.runs
        return record.transcript

    def events(self, kind: str, actor: str | None = None) -> list[Event]:
        return [event for event in self.transcript if event.kind == kind and actor in (None, event.actor)]

    def told(self) -> str:
        """All that happened, for the message of a failing test."""
        checks = [
            f"{one.id}: {one.verdict} {one.reason} {one.because} {[(f.code, dict(f.args)) for f in one.findings]}"
            for one in self.result.checks
        ]
        return "\n".join([*checks, *(run.transcript.to_lines() for run in self.result.runs)])


@dataclass
class Classroom:
    """Grades submissions by exercises written on the spot.

    Checks need no declaration: every name behind `for:` is a check of one point.
    """

    workshop: Workshop
    root: Path
    count: int = 0

    def grade(
        self,
        submission: Mapping[str, str | bytes],
        steps: str | Mapping[str, str],
        *,
        checks: Mapping[str, Mapping[str, Any]] | None = None,
        actors: Mapping[str, Mapping[str, Any]] | None = None,
        vary: Mapping[str, str] | None = None,
        limits: Mapping[str, float] | None = None,
        programs: Mapping[str, str] | None = None,
        seed: int = 1,
    ) -> Graded:
        """Plays the steps (of one run, or of several by their names) against a submission.

        `checks` adds keys to single checks; `actors` replaces or adds actors; `programs` gives actors
        files of names that the language does not allow in a course.
        """
        self.count += 1
        root = self.root / str(self.count)
        runs = {"a_run": steps} if isinstance(steps, str) else dict(steps)
        self._write_course(root, runs, checks or {}, {**ACTORS, **(actors or {})}, vary or {}, limits or {})
        folder = root / "submission"
        folder.mkdir()
        for name, content in submission.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if name.endswith("/"):
                path.mkdir()
            else:
                path.write_bytes(content if isinstance(content, bytes) else textwrap.dedent(content).encode("utf-8"))
        exercise = load_exercise(load_course(root), "01_x")
        renamed = {name: replace(exercise.actors[name], program=file) for name, file in (programs or {}).items()}
        return self._play(replace(exercise, actors={**exercise.actors, **renamed}), folder, seed)

    @staticmethod
    def _write_course(
        root: Path,
        runs: Mapping[str, str],
        checks: Mapping[str, Mapping[str, Any]],
        actors: Mapping[str, Mapping[str, Any]],
        vary: Mapping[str, str],
        limits: Mapping[str, float],
    ) -> None:
        named = dict.fromkeys(name for steps in runs.values() for name in re.findall(r"for: (\w+)", steps))
        exercise = {
            "schema": "grader/exercise/v1",
            "id": "01_x",
            "title": {"en": "X", "zh": "X"},
            "files": list(dict.fromkeys(actor["program"] for actor in actors.values() if "program" in actor)),
            "actors": dict(actors),
            "checks": {
                name: {"points": 1, "title": {"en": name, "zh": name}, **checks.get(name, {})} for name in named
            },
            "runs": {
                name: {"steps": yaml.safe_load(steps), **({"vary": dict(vary)} if vary else {})}
                for name, steps in runs.items()
            },
        }
        if limits:
            exercise["limits"] = dict(limits)
        (root / "exercises" / "01_x").mkdir(parents=True)
        course = "schema: grader/course/v1\nid: c\ntitle: {en: C, zh: C}\nexercises: [01_x]\n"
        (root / "exercises.yaml").write_text(course, encoding="utf-8")
        # JSON is YAML.
        text = json.dumps(exercise, ensure_ascii=False, indent=1)
        (root / "exercises" / "01_x" / "exercise.yaml").write_text(text, encoding="utf-8")

    def _play(self, exercise: Exercise, folder: Path, seed: int) -> Graded:
        task = Task(exercise, folder, seed, 1, wanted_checks(exercise, ()))
        plays: list[Played] = []
        outcomes: list[RunOutcome] = []
        sources: Mapping[str, str] = {}
        for job in task.jobs():
            stage = self.workshop.stage(job)
            try:
                played = play(stage)
            finally:
                stage.close()
                self.workshop.release()
            sources = stage.snapshot.texts()
            plays.append(played)
            outcomes.append(
                outcome_of(
                    played,
                    exercise=exercise.id,
                    submission=str(folder),
                    repeat=0,
                    sources=sources,
                    features=self.workshop.features,
                )
            )
        circumstances = Circumstances(seed, 0.0, "none", "none", {}, {})
        return Graded(mark(exercise, outcomes, task.checks, circumstances), tuple(plays), sources)
