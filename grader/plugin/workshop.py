"""What one process needs to play runs: a sandbox, the submissions taken in, the next run's stage.

`grader check` opens the workshop before pytest is imported, so that the broker and the first
programs start up meanwhile; a pytest worker opens one when it plays its first run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.catalog.model import Exercise, Run
from grader.sandbox.intake import Snapshot, take
from grader.sandbox.ports import PortLock
from grader.sandbox.spaces import Sandbox
from grader.scenario import Stage


@dataclass(frozen=True, slots=True)
class Job:
    """One run of one submission: the unit of work."""

    exercise: Exercise
    run: Run
    submission: Path
    seed: int
    repeat: int = 0

    @property
    def key(self) -> tuple[str, str, str, int, int]:
        """What tells jobs apart."""
        return self.exercise.id, self.run.id, str(self.submission), self.seed, self.repeat


class Workshop:
    """Owns the sandbox; hands out stages.  A context manager; closing it ends every program."""

    def __init__(self, sandbox: Sandbox | None = None) -> None:
        self.sandbox = sandbox if sandbox is not None else Sandbox()
        self._snapshots: dict[Path, Snapshot] = {}
        self._ahead: dict[tuple[str, str, str, int, int], Stage] = {}
        self._lock: PortLock | None = None

    def __enter__(self) -> Workshop:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends every program and the broker."""
        for stage in self._ahead.values():
            stage.close()
        self._ahead = {}
        self.sandbox.close()
        self.release()

    def snapshot(self, folder: Path) -> Snapshot:
        """A submission, read once."""
        if folder not in self._snapshots:
            self._snapshots[folder] = take(folder)
        return self._snapshots[folder]

    @property
    def features(self) -> Mapping[str, Any]:
        """What isolation the programs run under."""
        return self.sandbox.features

    @property
    def _shares_ports(self) -> bool:
        return "netns" not in self.features["features"]

    def prepare(self, job: Job) -> None:
        """Sets the stage of a job that will be played next, where runs cannot get in each other's way."""
        if job.key not in self._ahead and not self._shares_ports:
            self._ahead[job.key] = self._set(job)

    def stage(self, job: Job) -> Stage:
        """The stage for a job; the caller closes it and then calls `release`."""
        ahead = self._ahead.pop(job.key, None)
        if ahead is not None:
            return ahead
        if self._shares_ports:
            self._lock = PortLock()
        try:
            return self._set(job)
        except BaseException:
            self.release()
            raise

    def release(self) -> None:
        """Lets other graders on this machine use the ports again, where they are shared."""
        if self._lock is not None:
            lock, self._lock = self._lock, None
            try:
                self.sandbox.settle()  # the ports are free once the broker has ended whoever held them
            finally:
                lock.release()

    def _set(self, job: Job) -> Stage:
        return Stage(self.sandbox, self.snapshot(job.submission), job.exercise, job.run, job.seed, job.repeat)
