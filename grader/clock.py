"""The one door to time.  Everything else asks here, so a test can put its own clock in."""

from __future__ import annotations

import time


def now() -> float:
    """Seconds on a clock that never steps; only differences mean something."""
    return time.monotonic()


def today() -> str:
    """The day by the local calendar, YYYY-MM-DD."""
    return time.strftime("%Y-%m-%d")
