"""What a program may do, and how it is launched so that it can do no more.  Pure."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

#: Bytes that a run's private copy may grow to, and how many files and folders it may hold: more than any intake.
COPY_BYTES, COPY_FILES = 32 << 20, 8192


@dataclass(frozen=True, slots=True)
class Policy:
    """What one program is allowed.

    `limits` are rlimits by their name in the `resource` module, e.g. {"RLIMIT_CORE": 0}.
    """

    limits: Mapping[str, int] = field(
        default_factory=lambda: {"RLIMIT_CORE": 0, "RLIMIT_FSIZE": COPY_BYTES, "RLIMIT_NOFILE": 1024}
    )
    cpu: float = 10.0


@dataclass(frozen=True, slots=True)
class LaunchPlan:
    """Everything that the broker needs to start one program; nothing else reaches it."""

    argv: tuple[str, ...]
    env: Mapping[str, str]
    limits: Mapping[str, int]


def interpreter() -> str:
    """The interpreter for student programs: the one behind the grader's own virtual environment.

    A virtual environment would only add start-up time and show the grader's own packages.
    """
    return str(getattr(sys, "_base_executable", "") or sys.executable)


def plan(program: str, policy: Policy) -> LaunchPlan:
    """How to run a student's file: `python FILE`, with an environment built from nothing.

    PYTHONUNBUFFERED is not set on purpose: it makes print write text and newline apart, so that
    lines of parallel processes merge.
    """
    return LaunchPlan(
        argv=(interpreter(), program),
        env={
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": "/tmp",
            "LANG": "C.UTF-8",
            "TERM": "dumb",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONNOUSERSITE": "1",
        },
        # A backstop beyond the run's own processor budget, which is counted over all processes.
        limits={**policy.limits, "RLIMIT_CPU": int(policy.cpu) + 2},
    )
