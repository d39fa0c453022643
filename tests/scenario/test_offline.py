"""What was played is judged again from its saved transcript alone, and comes out the same."""

from __future__ import annotations

import dataclasses

import pytest

from grader.judge.diagnosis import Diagnosis
from grader.judge.expectations import Payload
from grader.judge.reading import Reading
from grader.outcome import Finding, Transcript
from grader.scenario import Played
from tests.scenario.classroom import BOUND, ECHO, Classroom

TALK = """
- start: server
- send: {from: alice, text: one}
- expect: {at: alice, gets: {text: one}, for: first}
- nothing: {at: [alice, bob], for: first}
- parallel:
    - send: {from: bob, text: two}
    - send: {from: alice, text: three}
    - expect: {at: bob, gets: {text: two}, for: second}
    - expect: {at: alice, gets: {text: three}, for: second}
- expect: {at: server, prints: done, for: prints}
- await: {at: server, prints: ready}
- expect: {at: server, prints: more, for: prints_more}
"""

PROGRAMS = {
    "right": BOUND
    + (
        "for _turn in range(3):\n    sock.sendto(*sock.recvfrom(99))\nprint('done\\nready\\n"
        "more', flush=True)\nsock.recvfrom(1)\n"
    ),
    "silent": BOUND + "while True:\n    sock.recvfrom(99)\n",
    "echo": ECHO,
    "crash": BOUND + "sock.sendto(*sock.recvfrom(99))\nsock.recvfrom(99)\n{}['msg']\n",
    "ends": BOUND + "sock.sendto(*sock.recvfrom(99))\n",
    "broken": "while True\n",
    "another_port": ECHO.replace("9090", "9092"),
    "polls": ECHO.replace("while", "sock.settimeout(30)\nwhile"),
    "other_bytes": BOUND
    + (
        "print('\\u2028\\x85', '消息'.encode('gbk'), flush=True)\nwhile True:\n"
        "    data, who = sock.recvfrom(99)\n    sock.sendto(b'\\xff' + data, who)\n"
    ),
    "two_answers": ECHO + "    sock.sendto(data, address)\n",
}


def judged(played: Played, transcript: Transcript, sources: dict[str, str]) -> tuple[list[object], list[Finding]]:
    """Answers and findings by the looks of a run that was played."""
    reading = Reading(played.reading.looks).read(transcript)
    answers = reading.settle_accounts()
    diagnosis = Diagnosis(reading, played.cast, sources)
    failed = [one for one in answers if one.met is False and one.look.check and not one.repeats]
    said = [dataclasses.replace(diagnosis.explain(one), run=0, step=one.look.step) for one in failed]
    return [(one.look.step, one.met, one.proof, one.because, one.repeats) for one in answers], said


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_saved_transcript_is_judged_as_it_was_live(classroom: Classroom, name: str) -> None:
    graded = classroom.grade({"server.py": PROGRAMS[name]}, TALK, limits={"patience": 0.3})
    (played,) = graded.plays
    sources = dict(graded.sources)
    saved = Transcript.from_lines(played.record.transcript.to_lines())
    answers, said = judged(played, saved, sources)
    live = played.reading.settle_accounts()
    assert answers == [(one.look.step, one.met, one.proof, one.because, one.repeats) for one in live]
    reported = [finding for check in graded.result.checks for finding in check.findings]
    assert sorted(said, key=str) == sorted(reported, key=str)


def test_a_run_that_passed_fails_by_another_expectation(classroom: Classroom) -> None:
    graded = classroom.grade({"server.py": PROGRAMS["right"]}, TALK)
    assert set(graded.verdicts.values()) == {"passed"}, graded.told()
    (played,) = graded.plays
    step, look = next((step, look) for step, look in played.reading.looks.items() if look.gets is not None)
    looks = {**played.reading.looks, step: dataclasses.replace(look, gets=Payload(text="something else"))}
    answers = Reading(looks).read(played.record.transcript).settle_accounts()
    assert [one.look.step for one in answers if one.met is False] == [step]
