"""How long `grader check` takes on exercise 03, held against the yardstick.

Usage: python benchmarks/check_03.py [ROUNDS]        (15 unless given)

Four submissions: a right one, a wrong one, one that crashes and one that hangs.  In every round each
is graded and held against the yardstick in turn, as whole processes by the wall clock, so that
whatever else the machine does hits both alike; a ratio is the median of the rounds' own ratios.
Both hold the same three conversations: hidden checks are left out, and timed once more by themselves.
A yardstick can only wait for an answer that does not come (one second here); the last column
therefore holds each grading against the yardstick's time for the right submission.

Nothing is asserted about times; a verdict that is not the expected one ends the measurement.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

_ROOT = Path(__file__).resolve().parent.parent
_ID = "03_udp_chat"
_GRADER = str(Path(sysconfig.get_path("scripts"), "grader"))
_PATIENCE = "1"

#: What is graded: the solution, and mutants of which only the changed files are stored.
_MUTANTS = {
    "wrong": "server_first_client_forever",
    "crashing": "server_sends_str",
    "hanging": "server_deadlock",
}


class Unexpected(Exception):
    """A process ended with another status than it should: its time would mean nothing."""


def lay_out(scratch: Path) -> dict[str, Path]:
    """Makes a complete folder of every submission."""
    solution = _ROOT / "solutions" / _ID
    folders = {"right": solution}
    for kind, name in _MUTANTS.items():
        folder = scratch / kind
        shutil.copytree(solution, folder)
        for file in (_ROOT / "tests" / "mutants" / _ID / name).glob("*.py"):
            shutil.copy(file, folder)
        folders[kind] = folder
    return folders


def timed(command: Sequence[str], status: int) -> float:
    """The wall time of a process in seconds.

    Raises:
        Unexpected: it ended with another status.
    """
    began = time.perf_counter()
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - began
    if done.returncode != status:
        raise Unexpected(f"{' '.join(command)}: status {done.returncode}, not {status}\n{done.stdout}{done.stderr}")
    return seconds


def measure(folders: Mapping[str, Path], rounds: int) -> dict[str, list[float]]:
    """The times of all processes, by name, one for each round."""
    yardstick = str(_ROOT / "benchmarks" / "yardstick_03.py")
    check = [_GRADER, "check", _ID]
    plan: dict[str, tuple[list[str], int]] = {}
    for kind, folder in folders.items():
        status = 0 if kind == "right" else 1
        what = ["--solution"] if kind == "right" else ["--submission", str(folder)]
        plan[f"yardstick {kind}"] = ([sys.executable, yardstick, str(folder), "--patience", _PATIENCE], status)
        plan[f"check {kind}"] = ([*check, *what, "--hidden", "none"], status)
    plan["check with hidden"] = ([*check, "--solution"], 0)
    plan["list"] = ([_GRADER, "list"], 0)
    plan["help"] = ([_GRADER, "--help"], 0)
    times: dict[str, list[float]] = {name: [] for name in plan}
    for number in range(rounds + 1):
        for name, (command, status) in plan.items():
            seconds = timed(command, status)
            # The first round fills the file cache and writes byte code.
            if number:
                times[name].append(seconds)
    return times


def report(times: Mapping[str, Sequence[float]]) -> None:
    """Prints the medians in milliseconds and the ratios."""
    right = times["yardstick right"]

    def ratio(name: str, to: Sequence[float]) -> float:
        return median(mine / other for mine, other in zip(times[name], to, strict=True))

    print(f"{'medians':20}{'yardstick':>12}{'grader':>12}{'ratio':>8}{'to right':>10}")
    for kind in ("right", *_MUTANTS):
        check, yardstick = f"check {kind}", times[f"yardstick {kind}"]
        print(
            f"{kind:20}{median(yardstick) * 1000:9.0f} ms{median(times[check]) * 1000:9.0f} ms"
            f"{ratio(check, yardstick):8.2f}{ratio(check, right):10.2f}"
        )
    for name, title in (
        ("check with hidden", "right, hidden too"),
        ("list", "grader list"),
        ("help", "grader --help"),
    ):
        print(f"{title:20}{'':12}{median(times[name]) * 1000:9.0f} ms{'':8}{ratio(name, right):10.2f}")


def main(arguments: Sequence[str]) -> int:
    """Measures and reports; 0 unless something ended as it should not."""
    if len(arguments) > 1 or not all(word.isdigit() and int(word) for word in arguments):
        print(__doc__, file=sys.stderr)
        return 2
    rounds = int(arguments[0]) if arguments else 15
    with tempfile.TemporaryDirectory() as scratch:
        try:
            report(measure(lay_out(Path(scratch)), rounds))
        except Unexpected as problem:
            print(problem, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
