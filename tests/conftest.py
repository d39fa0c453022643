"""Settings that hold for all tests."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Iterator

import hypothesis
import pytest

# No deadline: how long an example takes says more about what else the machine does.  The same examples every time, so
# that a red build stays red; soaking draws new ones.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.register_profile("soak", deadline=None, max_examples=2000)

#: Says how often to repeat: few times, or many when soaking.
Rounds = Callable[[int, int], int]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="repeat what looks for rare failures, for long")


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.load_profile("soak" if config.getoption("--soak") else "steady")


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> Rounds:
    """`rounds(few, many)`: few, or many with `--soak`."""
    soaking = request.config.getoption("--soak")
    return lambda few, many: many if soaking else few


@pytest.fixture
def busy_loops() -> Iterator[None]:
    """Eight busy loops beside a test, as on a machine that grades a whole class.

    They live as long as the test: those of a whole session would slow down every other worker.
    """
    loops = [subprocess.Popen(["sh", "-c", "while :; do :; done"]) for _ in range(8)]
    try:
        yield
    finally:
        for loop in loops:
            loop.send_signal(signal.SIGKILL)
        for loop in loops:
            loop.wait()


@pytest.fixture
def load_when_soaking(request: pytest.FixtureRequest) -> None:
    """The busy loops, for proofs that are repeated beside them when soaking."""
    if request.config.getoption("--soak"):
        request.getfixturevalue("busy_loops")
