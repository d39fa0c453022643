"""The line that says how far a grading is."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest

from grader.cli.ticker import Ticker
from tests.patience import until


class Screen(io.StringIO):
    """A terminal, or not."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    def fileno(self) -> int:
        raise OSError("no descriptor")


@pytest.fixture(autouse=True)
def capable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")


def test_after_a_while_it_counts_and_goes_away() -> None:
    screen = Screen(terminal=True)
    with Ticker(3, screen, after=0.0) as ticker:
        until(lambda: "0 of 3 runs played" in screen.getvalue(), "the line")
        for when in ("setup", "call", "teardown"):
            ticker.pytest_runtest_logreport(SimpleNamespace(when=when))
        assert screen.getvalue().endswith("\r\x1b[K1 of 3 runs played")
    assert screen.getvalue().endswith("\r\x1b[K")


def test_what_is_soon_over_says_nothing() -> None:
    screen = Screen(terminal=True)
    with Ticker(3, screen, after=60.0) as ticker:
        ticker.pytest_runtest_logreport(SimpleNamespace(when="call"))
    assert screen.getvalue() == ""


@pytest.mark.parametrize(("terminal", "kind"), [(False, "xterm"), (True, "dumb")])
def test_only_a_terminal_that_can_take_it_away_shows_it(
    terminal: bool, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", kind)
    screen = Screen(terminal)
    with Ticker(3, screen, after=0.0) as ticker:
        ticker.pytest_runtest_logreport(SimpleNamespace(when="call"))
    assert screen.getvalue() == ""


def test_it_goes_away_after_an_interruption_too() -> None:
    screen = Screen(terminal=True)
    ticker = Ticker(3, screen, after=0.0)
    ticker.__enter__()
    until(lambda: screen.getvalue(), "the line")
    ticker.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert screen.getvalue().endswith("\r\x1b[K")
