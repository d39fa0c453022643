"""Settings that hold for all tests."""

from __future__ import annotations

from collections.abc import Callable

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
