"""Interrupted or killed at any moment, the grader leaves nothing behind and shows nobody its insides."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import GRADER, ROOT, environment
from tests.leftovers import family, nothing_left
from tests.patience import until

Rounds = Callable[[int, int], int]

ID = "03_udp_chat"
SOLUTION = ("check", ID, "--solution", "--hidden", "none")
#: A program that is never at rest for the next minute: grading it takes as long as one wants.
NEVER_ENDS = "import time\ntime.sleep(60)\n"


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    """A grader in a process group of its own, as a shell starts it."""
    return subprocess.Popen(
        [GRADER, *map(str, arguments)],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def send(process: subprocess.Popen[str], number: signal.Signals, *, to_all: bool) -> None:
    """Ctrl-C goes to the whole process group, `kill` to one process."""
    with contextlib.suppress(ProcessLookupError):
        if to_all:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)


def check_end(process: subprocess.Popen[str], told: str, complaints: str) -> None:
    """The end of an interrupted grader: 130, or done already; else it was the interpreter that was interrupted."""
    code = process.returncode
    if code == -signal.SIGINT or "Traceback" in complaints:  # Python itself was starting or ending
        assert code in (0, 1, -signal.SIGINT), (code, told, complaints)
        assert "grader/" not in complaints.replace("bin/grader", ""), complaints
        return
    assert code in (0, 130), (code, told, complaints)
    assert complaints in ("", "Interrupted.\n")


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    folder = tmp_path / "endless"
    folder.mkdir()
    for name in ("server.py", "client.py"):
        (folder / name).write_text(NEVER_ENDS)
    return folder


@pytest.mark.parametrize("to_all", [False, True], ids=["kill", "ctrl-c"])
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_while_programs_run(endless: Path, workers: str, to_all: bool) -> None:
    with nothing_left():
        process = start("check", ID, "--submission", endless, "--hidden", "none", "-n", workers)
        until(lambda: any("server.py" in told for told in family().values()), "the first program runs")
        send(process, signal.SIGINT, to_all=to_all)
        told, complaints = process.communicate(timeout=30)
    assert process.returncode == 130
    assert (told, complaints) == ("", "Interrupted.\n")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("workers", ["1", "2"])
def test_sudden_death_while_programs_run(endless: Path, workers: str, number: signal.Signals) -> None:
    with nothing_left():
        process = start("check", ID, "--submission", endless, "--hidden", "none", "-n", workers)
        until(lambda: any("server.py" in told for told in family().values()), "the first program runs")
        send(process, number, to_all=False)
        process.communicate(timeout=30)
    assert process.returncode == -number


def test_an_interrupted_grader_leaves_an_older_result_as_it_was(endless: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "result.json"
    target.parent.mkdir()
    target.write_text("before")
    process = start("check", ID, "--submission", endless, "--hidden", "none", "--json", "--output", target)
    until(lambda: any("server.py" in told for told in family().values()), "the first program runs")
    send(process, signal.SIGINT, to_all=True)
    process.communicate(timeout=30)
    assert process.returncode == 130
    assert target.read_text() == "before"
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.soak
def test_random_interruptions_leave_nothing(rounds: Rounds, tmp_path: Path) -> None:
    """Half of the runs are interrupted or killed at a random moment; the other half must not notice."""
    draw = random.Random(8)
    with nothing_left():
        for number in range(rounds(16, 500)):
            target = tmp_path / f"{number}.json"
            workers = "2" if number % 8 == 7 else "1"
            process = start(*SOLUTION, "-n", workers, "--json", "--output", target)
            if number % 2:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(draw.uniform(0, 1.5))
                killing = draw.random() < 0.5
                send(process, signal.SIGKILL if killing else signal.SIGINT, to_all=not killing and draw.random() < 0.5)
                told, complaints = process.communicate(timeout=60)
                if not killing:
                    check_end(process, told, complaints)
            else:
                told, complaints = process.communicate(timeout=120)
                assert (process.returncode, complaints) == (0, "")
            if target.exists():
                assert json.loads(target.read_text(encoding="utf-8"))["score"] == 10
