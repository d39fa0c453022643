"""A tiny program, graded with all that a real one is graded with: by this `grader doctor` knows what works.

The program says what it sees of its surroundings, then waits, first for a datagram, then for the
keyboard.  Its check asks for an answer only after a line was typed, so that a silence is proved.
"""

from __future__ import annotations

import contextlib
import json
import signal
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from grader import clock
from grader.catalog.loader import load_course, load_exercise
from grader.errors import GraderError
from grader.judge.diagnosis import Diagnosis
from grader.messages import _
from grader.plugin.workshop import Job, Workshop
from grader.report.findings import render_finding
from grader.scenario import Played, Stage, play
from grader.witness import places

#: What all of it may take, far beyond what it does.
SECONDS = 20.0

_FACTS = "facts "

_COURSE = """\
schema: grader/course/v1
id: selftest
title: {en: Self-test, zh: 自检}
exercises: [selftest]
limits: {patience: 3, wall: 12, cpu: 10}
"""

_EXERCISE = """\
schema: grader/exercise/v1
id: selftest
title: {en: Self-test, zh: 自检}
files: [probe.py]
actors:
  probe: {program: probe.py, listens: 9090/udp}
  peer: {udp_client: probe}
checks:
  answers: {points: 1, title: {en: It answers, zh: 会回复}}
runs:
  talk:
    vary: {a: chinese, b: quoted}
    steps:
      - start: probe
      - send: {from: peer, text: "{a}"}
      - expect: {at: probe, prints: "{a}", for: answers}
      - nothing: {at: peer, for: answers}
      - type: {into: probe, line: "{b}"}
      - expect: {at: peer, gets: {text: "{b}"}, for: answers}
      - send: {from: peer, text: "{b}"}
      - expect: {at: probe, prints: "{b}", for: answers}
"""

_PROGRAM = f"""\
import json
import locale
import multiprocessing
import os
import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
print("{_FACTS}" + json.dumps({{
    "version": sys.version.split()[0],
    "implementation": sys.implementation.name,
    "start_method": multiprocessing.get_start_method(),
    "start_methods": multiprocessing.get_all_start_methods(),
    "stdout": sys.stdout.encoding,
    "filesystem": sys.getfilesystemencoding(),
    "locale": locale.getpreferredencoding(False),
    "interfaces": [name for _number, name in socket.if_nameindex()],
    "uid": os.getuid(),
}}))
while True:
    data, peer = sock.recvfrom(1024)
    print(data.decode())
    sock.sendto(input().encode(), peer)
"""

#: Where the program stands when the run is over.
_WAITS_AT = next(number for number, line in enumerate(_PROGRAM.split("\n"), 1) if "input()" in line)


@dataclass(slots=True)
class SelfTest:
    """What came of it.  `trouble` is empty if the program was graded as it should be.

    `facts` are the program's own words about its surroundings, `settled` tells whether a silence was
    proved and not only waited for, `lines` whether the line where the program waits was found.
    """

    features: Mapping[str, Any] = field(default_factory=lambda: {"features": [], "missing": {}})
    facts: Mapping[str, Any] = field(default_factory=dict)
    trouble: str = ""
    settled: bool = False
    lines: bool = False
    seconds: float = 0.0


class _TooLong(Exception):
    """The time is over."""


def examine(seconds: float = SECONDS) -> SelfTest:
    """Starts the real broker, asks what it has, and grades the program; gives up after so many seconds."""
    test, began = SelfTest(), clock.now()
    try:
        with (
            _at_most(seconds),
            tempfile.TemporaryDirectory(prefix="grader-selftest-") as folder,
            Workshop() as workshop,
        ):
            test.features = workshop.features
            _grade(Path(folder), workshop, test)
    except _TooLong:
        test.trouble = _("it came to no end within {seconds:g} seconds").format(seconds=seconds)
    except (GraderError, OSError) as error:
        test.trouble = str(error)
    test.seconds = round(clock.now() - began, 3)
    return test


def _grade(folder: Path, workshop: Workshop, test: SelfTest) -> None:
    work = folder / "work"
    for path, text in (
        (folder / "exercises.yaml", _COURSE),
        (folder / "exercises" / "selftest" / "exercise.yaml", _EXERCISE),
        (work / "probe.py", _PROGRAM),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    exercise = load_exercise(load_course(folder), "selftest")
    stage = workshop.stage(Job(exercise, exercise.runs["talk"], work, seed=1))
    try:
        _judge(play(stage), test)
        test.lines = _finds_lines(stage)
    finally:
        stage.close()
        workshop.release()


def _judge(played: Played, test: SelfTest) -> None:
    """Every look must have been met; the silence is the one that nothing was seen for."""
    answers = played.reading.settle_accounts()
    test.facts = _facts(played)
    test.settled = any(answer.proof == "settled" for answer in answers)
    failed = next((answer for answer in answers if answer.met is not True), None)
    if failed is not None:
        finding = Diagnosis(played.reading, played.cast, {"probe.py": _PROGRAM}).explain(failed)
        test.trouble = render_finding(finding).message


def _facts(played: Played) -> Mapping[str, Any]:
    printed = b"".join(event.data for event in played.record.transcript if event.kind == "printed")
    for line in printed.decode("utf-8", "replace").splitlines():
        if line.startswith(_FACTS):
            with contextlib.suppress(ValueError):
                found = json.loads(line.removeprefix(_FACTS))
                return found if isinstance(found, dict) else {}
    return {}


def _finds_lines(stage: Stage) -> bool:
    """Whether the stack reader sees the line at which the program waits."""
    reader = places.stack_reader()
    if reader is None:
        return False
    found = places.blocked(stage.space.look(), lambda pid: stage.space.stacks(pid, reader))
    return any(one.line == _WAITS_AT for one in found)


@contextlib.contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raises _TooLong when the time is over, and again each second: the first may come where it is caught."""

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
