"""How long `grader check` takes on the reference solution of each exercise, held against its yardstick.

Usage: python benchmarks/check_all.py [ROUNDS]        (9 unless given)

In every round each exercise is graded (public checks) and held against its yardstick in turn, as whole
processes by the wall clock; a ratio is the median of the rounds' own ratios.  The last columns say
what one more playing of the same runs costs, beyond start-up: `--repeat 6` less `--repeat 1`, by five,
against the yardstick's own conversations.  Nothing is asserted about times.
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

_ROOT = Path(__file__).resolve().parent.parent
_GRADER = str(Path(sysconfig.get_path("scripts"), "grader"))
_EXERCISES = ("01_udp_message", "02_udp_many_clients", "03_udp_chat", "04_tcp_client", "05_socketserver")


def timed(command: Sequence[str]) -> float:
    """The wall time of a process in seconds.

    Raises:
        SystemExit: it did not end with 0: its time would mean nothing.
    """
    began = time.perf_counter()
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - began
    if done.returncode:
        sys.exit(f"{' '.join(command)}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return seconds


def measure(exercise: str, rounds: int) -> tuple[float, float, float]:
    """Medians: the yardstick's time, the ratio of the whole, what one more playing costs."""
    yardstick = [sys.executable, f"benchmarks/yardstick_{exercise[:2]}.py", f"solutions/{exercise}"]
    check = [_GRADER, "check", exercise, "--solution", "--hidden", "none", "-q"]
    timed(check)
    bare, whole, more = [], [], []
    for _ in range(rounds):
        bare.append(timed(yardstick))
        whole.append(timed(check))
        more.append((timed([*check, "--repeat", "6"]) - whole[-1]) / 5)
    ratios = [mine / other for mine, other in zip(whole, bare, strict=True)]
    return median(bare), median(ratios), median(more)


def main(arguments: Sequence[str]) -> int:
    """Measures and prints a table."""
    rounds = int(arguments[0]) if arguments else 9
    start_up = median(timed([sys.executable, "-c", "import ctypes, json, socket, subprocess"]) for _ in range(5))
    print(f"{'':22}{'yardstick':>12}{'ratio':>8}{'one more playing':>18}{'to yardstick':>14}")
    for exercise in _EXERCISES:
        bare, ratio, more = measure(exercise, rounds)
        conversations = bare - start_up
        print(f"{exercise:22}{bare * 1000:9.0f} ms{ratio:8.2f}{more * 1000:15.0f} ms{more / conversations:14.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
