"""Hidden checks in Python: played and judged like the YAML's, in the same result."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.commands import grader

EXERCISE = """\
schema: grader/exercise/v1
id: echo
title: {en: Echo, zh: 回声}
files: [server.py]
actors:
  server: {program: server.py, listens: 9090/udp}
  alice: {udp_client: server}
checks:
  answers: {points: 1, title: {en: It answers, zh: 它会回复}}
runs:
  once:
    steps:
      - start: server
      - send: {from: alice, text: hi}
      - expect: {at: alice, gets: {text: hi}, for: answers}
"""
HIDDEN = """\
schema: grader/exercise/v1
id: echo
actors:
  bob: {udp_client: server}
checks:
  any_order: {points: 2, title: {en: In any order, zh: 任意顺序}, requires: answers}
"""
COURSE = "schema: grader/course/v1\nid: c\ntitle: {en: C, zh: C}\nexercises: [echo]\n"
SERVER = (
    "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('127.0.0.1', 9090))\n"
    "while True:\n    data, who = s.recvfrom(1024)\n    s.sendto(data, who)\n"
)
CHECK = """\
import pytest

@pytest.mark.check("any_order")
def test_ten_in_a_random_order(run):
    values = run.draw(a="word", b="quoted")
    run.start("server")
    for _ in range(10):
        client = run.random.choice(["alice", "bob"])
        text = run.random.choice(sorted(values.values()))
        run.send(client, text=text)
        run.expect(client, text=text)
    run.nothing("alice", "bob")
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one exercise with a hidden check in Python, and a right submission."""
    for name, text in {
        "exercises.yaml": COURSE,
        "exercises/echo/exercise.yaml": EXERCISE,
        "tests/hidden/echo.yaml": HIDDEN,
        "tests/hidden/echo.py": CHECK,
        "right/server.py": SERVER,
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def grade(course: Path, submission: str = "right", *more: str) -> tuple[subprocess.CompletedProcess[str], Any]:
    done = grader("check", "echo", "--course", course, "--submission", course / submission, "--json", *more)
    return done, json.loads(done.stdout) if done.stdout else None


def hidden(result: Any) -> Any:
    return next(check for check in result["checks"] if check["id"] == "any_order")


@pytest.mark.parametrize("more", [(), ("-n", "2")], ids=["plain", "workers"])
def test_its_result_stands_beside_the_others(course: Path, more: tuple[str, ...]) -> None:
    done, result = grade(course, "right", *more)
    assert done.returncode == 0, done.stderr
    assert [check["verdict"] for check in result["checks"]] == ["passed", "passed"]
    assert result["score"] == 3
    assert {look["proof"] for look in hidden(result)["looks"]} == {"seen", "settled"}


def test_an_unmet_look_is_a_finding_with_its_line(course: Path) -> None:
    (course / "wrong").mkdir()
    wrong = SERVER.replace(
        "    s.sendto(data, who)\n", "    first = globals().setdefault('f', who)\n    s.sendto(data, first)\n"
    )
    (course / "wrong" / "server.py").write_text(wrong, encoding="utf-8")
    done, result = grade(course, "wrong")
    assert done.returncode == 1, done.stderr
    (finding,) = hidden(result)["findings"]
    assert (finding["code"], finding["file"], finding["line"]) == ("answer_to_wrong_client", "server.py", 7)
    assert finding["blame"] == "student"


def test_the_same_seed_plays_the_same_check(course: Path) -> None:
    talks = []
    for _ in range(2):
        _done, result = grade(course, "right", "--seed", "7")
        run = next(run for run in result["runs"] if run["visibility"] == "hidden")
        talks.append([(event["actor"], event["text"]) for event in run["transcript"] if event["kind"] == "sent"])
    assert talks[0] == talks[1]


def test_a_failed_assert_is_the_submissions(course: Path) -> None:
    check = CHECK.replace('    run.nothing("alice", "bob")\n', '    assert 1 + 1 == 3, "the sum is wrong"\n')
    (course / "tests" / "hidden" / "echo.py").write_text(check, encoding="utf-8")
    done, result = grade(course)
    assert done.returncode == 1
    (finding,) = hidden(result)["findings"]
    assert finding["code"] == "python_check"
    assert "the sum is wrong" in finding["args"]["text"]


def test_a_check_that_raises_is_the_courses_fault(course: Path) -> None:
    (course / "tests" / "hidden" / "echo.py").write_text(CHECK.replace("run.nothing", "run.notting"), encoding="utf-8")
    done, result = grade(course)
    assert done.returncode == 2
    assert result["verdict"] == "error"
    assert [error["blame"] for error in result["errors"]] == ["course"]
    assert "notting" in result["errors"][0]["message"]


def test_checks_that_cannot_be_imported_are_told_with_their_file(course: Path) -> None:
    (course / "tests" / "hidden" / "echo.py").write_text(
        "import pytest\nimport nowhere_to_be_found\n" + CHECK, encoding="utf-8"
    )
    done, _result = grade(course)
    assert done.returncode == 2
    assert "nowhere_to_be_found" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_check_is_left_out_with_the_hidden_ones(course: Path) -> None:
    done, result = grade(course, "right", "--hidden", "none")
    assert done.returncode == 0
    assert [check["id"] for check in result["checks"]] == ["answers"]
