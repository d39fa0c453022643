"""The grader and pytest as a user runs them: in processes of their own, with a clean environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GRADER = str(Path(sys.executable).with_name("grader"))

#: Of our own environment, what would change how a command works or what it prints.
_OURS = ("PYTEST_", "LC_", "LANG", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "CI", "GITHUB_", "GRADER_", "PYTHON")
#: Far beyond what any command takes beside other jobs.
_LONG = 120


def environment(**more: str) -> dict[str, str]:
    """A user's environment, as far as it matters."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return {**clean, "LANG": "C.UTF-8", **more}


def grader(
    *arguments: str | Path, cwd: Path = ROOT, under: tuple[str, ...] = (), **more: str
) -> subprocess.CompletedProcess[str]:
    """`grader ARGUMENTS`; further keywords are variables of its environment."""
    command = [*under, GRADER, *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=environment(**more), capture_output=True, encoding="utf-8",
                          timeout=_LONG, check=False, stdin=subprocess.DEVNULL)  # fmt: skip


def run_pytest(*arguments: str | Path, cwd: Path = ROOT, **more: str) -> subprocess.CompletedProcess[str]:
    """`pytest ARGUMENTS`, with the settings of this repository."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:hypothesispytest",
        "-rA",
        *map(str, arguments),
    ]
    return subprocess.run(command, cwd=cwd, env=environment(**more), capture_output=True, encoding="utf-8",
                          timeout=_LONG, check=False, stdin=subprocess.DEVNULL)  # fmt: skip
