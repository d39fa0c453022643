"""The line that says how far a grading is: on a terminal, and only if it takes long enough to wonder."""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import Any, TextIO

from grader.messages import _
from grader.report.columns import chop

#: Seconds after which somebody wonders.
AFTER = 0.5


class Ticker:
    """A watcher of a grading session, used as a context manager; its last act is to take the line away."""

    def __init__(self, total: int, stream: TextIO | None = None, *, after: float = AFTER) -> None:
        self._total = total
        self._stream = stream if stream is not None else sys.stderr
        self._after = after
        self._played = 0
        self._shown = False
        self._over = threading.Event()
        self._pen = threading.Lock()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Ticker:
        if self._stream.isatty() and os.environ.get("TERM") != "dumb":
            self._thread = threading.Thread(target=self._begin, daemon=True)
            before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # Ctrl-C is the main thread's to hear
            self._thread.start()
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()
        with self._pen:
            if self._shown:
                self._write("")

    def _begin(self) -> None:
        if not self._over.wait(self._after):
            with self._pen:
                self._shown = True
                self._write(self._words())

    def pytest_runtest_logreport(self, report: Any) -> None:
        """A hook of pytest: of a run, `call` is reported when it has been played."""
        if report.when != "call":
            return
        with self._pen:
            self._played += 1
            if self._shown and not self._over.is_set():
                self._write(self._words())

    def _words(self) -> str:
        return _("{done} of {total} runs played").format(done=min(self._played, self._total), total=self._total)

    def _write(self, words: str) -> None:
        try:
            width = os.get_terminal_size(self._stream.fileno()).columns or 80
        except OSError:
            width = 80
        # A line that is broken by the terminal could not be taken away again.
        self._stream.write(f"\r\x1b[K{chop(words, max(2, width - 1))[0]}")
        self._stream.flush()
