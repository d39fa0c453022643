"""Known processes: small programs that say when they are where the test wants them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

Child = subprocess.Popen[bytes]
StartChild = Callable[[str], Child]


@pytest.fixture
def child() -> Iterator[StartChild]:
    """`child(source)` runs a program and returns once it has printed its first line (which it must)."""
    started: list[Child] = []

    def start(source: str) -> Child:
        made = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", source],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
        )
        started.append(made)
        assert made.stdout is not None
        assert made.stdout.readline(), "the program ended before it was ready"
        return made

    yield start
    for one in started:
        os.killpg(
            one.pid, signal.SIGKILL
        )  # with all that it has forked; it is not reaped yet, so the number is its own
        one.wait()
        for stream in (one.stdin, one.stdout):
            if stream is not None:
                stream.close()
