"""What a program is launched with: decided here alone, from nothing of the grader's own surroundings."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from grader.sandbox import intake
from grader.sandbox.policy import COPY_BYTES, COPY_FILES, Policy, interpreter, plan
from grader.sandbox.tiers import Tier, tier_of


def test_the_environment_is_built_from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = plan("server.py", Policy())
    for name in ("GITHUB_TOKEN", "PYTHONPATH", "PYTHONUNBUFFERED", "PATH", "HOME", "LD_PRELOAD", "PYTHONSTARTUP"):
        monkeypatch.setenv(name, "/from/outside")
    assert plan("server.py", Policy()) == before
    assert "/from/outside" not in before.env.values()
    assert "PYTHONUNBUFFERED" not in before.env


def test_a_plan_starts_nothing_and_looks_at_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("open", "stat", "posix_spawn", "fork", "getcwd", "listdir"):
        monkeypatch.delattr(os, name)
    assert plan("no/such/file.py", Policy()).argv[1:] == ("no/such/file.py",)


def test_the_interpreter_is_the_one_behind_the_virtual_environment() -> None:
    code = "import sys, os; print(sys.prefix == sys.base_prefix, os.path.realpath(sys.executable))"
    told = subprocess.run([interpreter(), "-I", "-S", "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True", os.path.realpath(sys.executable)]


def test_processor_time_has_a_backstop_beyond_the_budget() -> None:
    assert plan("x.py", Policy(cpu=3)).limits["RLIMIT_CPU"] > 3
    assert plan("x.py", Policy()).limits["RLIMIT_CORE"] == 0


def test_whatever_is_taken_in_fits_into_a_private_copy() -> None:
    """Every file may lie at the end of folders of its own, and takes whole pages."""
    assert intake.MOST_FILES * (intake.MOST_DEPTH + 1) < COPY_FILES
    assert intake.MOST_BYTES + intake.MOST_FILES * 4096 < COPY_BYTES


@pytest.mark.parametrize(
    "features", [[], ["netns"], ["netns", "pidns", "mountns"], ["netns", "pidns", "mountns", "userns", "seccomp"]]
)
def test_namespaces_alone_are_no_isolation(features: list[str]) -> None:
    assert tier_of({"features": features, "missing": {}}) is Tier.NONE
