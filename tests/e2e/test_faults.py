"""What is nobody's fault who is graded: exit code 3, a verdict `error`, and never a lost mark."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import grader
from tests.leftovers import nothing_left

ID = "03_udp_chat"
PAIR = ("check", ID, "--solution", "--hidden", "none", "--only", "pair_talks")

Inject = Callable[[str], dict[str, str]]
Done = subprocess.CompletedProcess[str]

#: Ends the broker while a run is played: as the kernel does when memory runs out.
SHOOT_BROKER = """
import os, signal
from grader.scenario import stage

original = stage.Stage.record

def record(self, actor, kind, **fields):
    if kind == "typed":
        os.kill(self.space._sandbox._pid, signal.SIGKILL)
    return original(self, actor, kind, **fields)

stage.Stage.record = record
"""

OTHER_INTERPRETER = """
from grader.sandbox import spaces
spaces.interpreter = lambda: {path!r}
"""

A_BUG = """
from grader.scenario import stage

def record(self, actor, kind, **fields):
    raise RuntimeError("a bug of ours")

stage.Stage.record = record
"""


def is_a_fault(done: Done) -> None:
    assert done.returncode == 3, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("path", ["/no/such/python", "/bin/false"])
def test_a_broker_that_cannot_be_started(inject: Inject, path: str) -> None:
    with nothing_left():
        done = grader(*PAIR, "--json", **inject(OTHER_INTERPRETER.format(path=path)))
    is_a_fault(done)
    assert done.stderr or json.loads(done.stdout)["verdict"] == "error"


@pytest.mark.parametrize("source", [SHOOT_BROKER, A_BUG], ids=["broker killed", "bug"])
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_fault_in_the_middle_costs_no_mark(inject: Inject, source: str, workers: str) -> None:
    with nothing_left():
        done = grader(*PAIR, "-n", workers, "--json", **inject(source))
    is_a_fault(done)
    if done.stdout:
        result = json.loads(done.stdout)
        assert result["verdict"] == "error"
        assert result["errors"]
        assert {error["blame"] for error in result["errors"]} <= {"grader", "machine"}
        assert {check["verdict"] for check in result["checks"]} == {"error"}
    else:
        assert done.stderr


def test_a_fault_is_no_pass_even_if_it_is_wished_away(inject: Inject) -> None:
    is_a_fault(grader(*PAIR, "--exit-zero", **inject(A_BUG)))


def test_the_report_says_that_it_is_not_the_student_s_fault(inject: Inject) -> None:
    done = grader(*PAIR, **inject(A_BUG))
    is_a_fault(done)
    assert "a bug of ours" in done.stdout + done.stderr
    assert "0 of 1" not in done.stdout


@pytest.mark.parametrize(
    "more",
    [
        {"PYTEST_ADDOPTS": "--no-such-option", "PYTEST_PLUGINS": "no_such_plugin"},
        {"PYTEST_ADDOPTS": "-k nothing_at_all -x", "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        {"PYTEST_XDIST_WORKER": "gw7", "TMPDIR": "/no/such/folder", "HOME": "/no/such/folder"},
    ],
    ids=str,
)
def test_a_user_s_own_settings_change_nothing(more: dict[str, str]) -> None:
    done = grader(*PAIR, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""


def test_no_environment_at_all() -> None:
    done = grader(*PAIR, under=("/usr/bin/env", "-i"))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("signals", ["CHLD", "HUP INT PIPE TERM"])
def test_signals_that_are_ignored_from_the_start(signals: str) -> None:
    done = grader(*PAIR, under=("/bin/sh", "-c", f"trap '' {signals}; exec \"$@\"", "sh"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""


def test_a_folder_that_is_removed_under_the_grader(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    done = grader("list", cwd=gone, under=("/bin/sh", "-c", f"rmdir '{gone}'; exec \"$@\"", "sh"))
    assert done.returncode in (0, 2), done.stdout + done.stderr
    assert "Traceback" not in done.stderr
