"""Grading inside of pytest, plain and distributed: one report for each check, and none lost with a worker that dies."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.commands import ROOT, run_pytest
from tests.grading import mutant
from tests.leftovers import nothing_left

EXERCISE = "exercises/03_udp_chat"
SOLUTION = ("--submission", ROOT / "solutions/03_udp_chat", "--hidden", "none")
RUNS = {"two_clients", "client_alone", "pair"}
CHECKS = {
    "two_clients::prints_message", "two_clients::answers_the_sender", "client_alone::client_sends",
    "client_alone::client_prints", "pair::pair_talks",
}  # fmt: skip
PLAIN: tuple[str, ...] = ()
LOAD = ("-n", "2", "--dist", "load")
STEAL = ("-n", "2", "--dist", "worksteal")


def reported(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """The outcome of each node in pytest's summary, by its id behind the file."""
    found = re.findall(rf"^([A-Z]+) {EXERCISE}/exercise\.yaml::(\S+)", done.stdout, re.MULTILINE)
    return {name: outcome for outcome, name in found}


@pytest.mark.parametrize("how", [PLAIN, STEAL], ids=["plain", "worksteal"])
def test_a_right_submission(how: tuple[str, ...], tmp_path: Path) -> None:
    with nothing_left():
        done = run_pytest(EXERCISE, *SOLUTION, *how, f"--junitxml={tmp_path}/junit.xml")
    assert done.returncode == 0, done.stdout + done.stderr
    assert reported(done) == dict.fromkeys(RUNS | CHECKS, "PASSED")
    cases = {
        f"{case.get('classname')}::{case.get('name')}"
        for case in ElementTree.parse(tmp_path / "junit.xml").iter("testcase")
        if not len(case)
    }
    file = "exercises.03_udp_chat.exercise.yaml"
    assert {f"{file}.{check}" for check in CHECKS} <= cases


@pytest.mark.parametrize("how", [PLAIN, STEAL], ids=["plain", "worksteal"])
def test_a_wrong_submission(how: tuple[str, ...], tmp_path: Path) -> None:
    folder = mutant("03_udp_chat", "server_broadcasts", tmp_path).folder
    done = run_pytest(EXERCISE, "--submission", folder, "--hidden", "none", *how, f"--junitxml={tmp_path}/junit.xml")
    assert done.returncode == 1, done.stdout + done.stderr
    outcomes = reported(done)
    assert outcomes["two_clients::answers_the_sender"] == "FAILED"
    assert outcomes["two_clients::prints_message"] == "PASSED"
    assert {outcomes[run] for run in RUNS} == {"PASSED"}, "the runs were played: nobody's fault"
    (failure,) = ElementTree.parse(tmp_path / "junit.xml").iter("failure")
    assert failure.text or failure.get("message")


def test_several_exercises_at_once() -> None:
    done = run_pytest("exercises/01_udp_message", EXERCISE, "--solution", "--hidden", "none")
    assert done.returncode == 0, done.stdout + done.stderr
    assert reported(done).keys() >= CHECKS
    assert "exercises/01_udp_message/exercise.yaml::" in done.stdout


def test_the_same_checks_are_asked_for_by_file_and_by_folder() -> None:
    done = run_pytest(f"{EXERCISE}/exercise.yaml", *SOLUTION, "--grader-only", "client_sends")
    assert done.returncode == 0, done.stdout + done.stderr
    assert reported(done) == {"client_alone": "PASSED", "client_alone::client_sends": "PASSED"}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), "--submission"),
        (("--submission", "nowhere/at/all"), "nowhere/at/all"),
        (("--solution", "--grader-only", "client_send"), "client_sends"),
    ],
)
def test_what_makes_no_sense_is_said_in_words(arguments: tuple[str, ...], expected: str) -> None:
    done = run_pytest(EXERCISE, *arguments)
    assert done.returncode not in (0, 1, 5), done.stdout
    assert expected in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_other_sessions_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "test_other.py").write_text("def test_it(): pass")
    (tmp_path / "exercise.yaml").write_text("not: ours")
    done = run_pytest(tmp_path, "-c", "/dev/null", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


# --- a worker that dies ---------------------------------------------------------------------

KILLER = """
import os, pathlib, signal
from grader.scenario import stage

FOLDER = pathlib.Path(os.environ["KILLED"])
original = stage.Stage.record

def record(self, actor, kind, **fields):
    event = original(self, actor, kind, **fields)
    if kind == "typed" and self.run.id == "client_alone" and "PYTEST_XDIST_WORKER" in os.environ:
        if len(list(FOLDER.iterdir())) < int(os.environ["KILLS"]):
            (FOLDER / str(os.getpid())).touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return event

stage.Stage.record = record
"""


def with_killer(tmp_path: Path, kills: int, *how: str) -> subprocess.CompletedProcess[str]:
    """Grades the solution while the worker that plays `client_alone` is killed in its middle, so many times."""
    (tmp_path / "killer.py").write_text(KILLER)
    (tmp_path / "killed").mkdir()
    with nothing_left():
        done = run_pytest(EXERCISE, *SOLUTION, *how, "-p", "killer", f"--junitxml={tmp_path}/junit.xml",
                          PYTHONPATH=str(tmp_path), KILLED=str(tmp_path / "killed"), KILLS=str(kills))  # fmt: skip
    assert len(list((tmp_path / "killed").iterdir())) == kills, done.stdout + done.stderr
    return done


@pytest.mark.parametrize("how", [LOAD, STEAL], ids=["load", "worksteal"])
def test_a_run_whose_worker_died_is_played_once_more(how: tuple[str, ...], tmp_path: Path) -> None:
    done = with_killer(tmp_path, 1, *how)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {name: reported(done)[name] for name in CHECKS} == dict.fromkeys(CHECKS, "PASSED")


def test_a_run_that_kills_every_worker_is_a_fault_and_costs_no_mark(tmp_path: Path) -> None:
    done = with_killer(tmp_path, 2, *STEAL)
    assert done.returncode == 1, done.stdout + done.stderr
    outcomes = reported(done)
    assert {outcomes[name] for name in CHECKS} == {"ERROR"}, "an error, never a failed check"
    assert not [
        case for case in ElementTree.parse(tmp_path / "junit.xml").iter("failure") if "::" in str(case.get("name"))
    ]
