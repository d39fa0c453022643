"""Programs started by a broker, seen as raw as the broker hands them out."""

from __future__ import annotations

import itertools
import os
import select
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.sandbox import policy, spaces, stub
from grader.sandbox.intake import Snapshot
from grader.sandbox.policy import LaunchPlan, Policy, plan
from grader.sandbox.spaces import Launched, Sandbox, Space
from tests.forbidding import known_machine, stand_in
from tests.patience import LONG

#: The broker keeps the files of a snapshot under its key.
_NUMBERS = itertools.count()


class Running:
    """A started program: what it has printed, and how it ended."""

    def __init__(self, launched: Launched) -> None:
        self.launched = launched
        self.output = b""
        self.ended: tuple[bytes, int] | None = None

    def until_printed(self, text: str) -> str:
        """Waits for a text; returns all output so far."""
        while text.encode() not in self.output:
            bad_end = self.ended not in (None, (b"", 0), (stub.ENDED, 0))  # after a good one a child may still print
            assert self._more(LONG if not bad_end else 0), f"ended {self.ended} after printing {self.output!r}"
        return self.output.decode()

    def end(self) -> tuple[bytes, int]:
        """Waits for the end (kind and value as the stub tells them) and for all output."""
        self.until_ended()
        while self._more(0):
            pass
        assert self.ended is not None
        return self.ended

    def lines(self) -> list[str]:
        """All lines of a program that ends by itself with status 0."""
        assert self.end() == (stub.ENDED, 0), self.output.decode(errors="replace")
        return self.output.decode().splitlines()

    def type(self, data: bytes) -> None:
        """Types."""
        os.write(self.launched.master, data)

    def until_ended(self) -> None:
        """Waits for the end of the program itself."""
        while self.ended is None:
            self._more(LONG)

    def _more(self, seconds: float) -> bool:
        """Takes in output or the end; False when there is neither for so long."""
        poller = select.poll()
        poller.register(self.launched.master, select.POLLIN)
        if self.ended is None:
            poller.register(self.launched.status, select.POLLIN)
        ready = {fd for fd, _events in poller.poll(seconds * 1000)}
        if self.launched.status in ready:
            told = os.read(self.launched.status, stub.STATUS.size)
            self.ended = stub.STATUS.unpack(told) if told else (b"", 0)
        if self.launched.master in ready:
            self.output += os.read(self.launched.master, 65536)
        assert ready or not seconds, "neither output nor end"
        return bool(ready)

    def close(self) -> None:
        """Closes this side's descriptors."""
        for fd in (self.launched.master, self.launched.slave, self.launched.status):
            os.close(fd)


class Bench:
    """Opens spaces and starts programs in them; ends them all with the test."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self._spaces: list[Space] = []
        self._programs: list[Running] = []

    def open(self, **files: str | bytes) -> Space:
        """A space whose copy holds NAME.py files."""
        named = {f"{name}.py": text if isinstance(text, bytes) else text.encode() for name, text in files.items()}
        return self.open_files(named)

    def open_files(self, files: dict[str, bytes]) -> Space:
        """A space whose copy holds these files."""
        self._spaces.append(self.sandbox.open(Snapshot("bench", files, (), f"bench-{next(_NUMBERS)}")))
        return self._spaces[-1]

    def run(self, source: str) -> Running:
        """A program in a space of its own."""
        return self.start(self.open(main=source), plan("main.py", Policy()))

    def start(self, space: Space, launch: LaunchPlan, name: str = "main", net: int = 0) -> Running:
        """A program in a space."""
        self._programs.append(Running(space.start(name, launch, net)))
        return self._programs[-1]

    @property
    def space(self) -> Space:
        """The last space."""
        return self._spaces[-1]

    def close(self) -> None:
        """Ends everything and waits for it."""
        for space in self._spaces:
            space.close()
        for program in self._programs:
            program.close()
        self._programs = []
        assert self.sandbox.features, "the broker has answered all there was to answer"


@pytest.fixture(scope="package")
def sandbox() -> Iterator[Sandbox]:
    """A broker with all that this machine gives."""
    with Sandbox() as made:
        yield made


@pytest.fixture(scope="package")
def poor_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A broker on a machine that forbids namespaces and mounts."""
    if not known_machine():
        pytest.skip("no seccomp filter for this machine")
    wrapped = stand_in(tmp_path_factory.mktemp("poor"), policy.interpreter(), "namespaces")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spaces, "interpreter", lambda: wrapped)
        made = Sandbox()
    with made:
        yield made


@pytest.fixture(params=["namespaces", "without"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """A bench at both kinds of machines."""
    name = "sandbox" if request.param == "namespaces" else "poor_sandbox"
    made = Bench(request.getfixturevalue(name))
    yield made
    made.close()


@pytest.fixture
def rich_bench(sandbox: Sandbox) -> Iterator[Bench]:
    """A bench with namespaces."""
    if set(sandbox.features["features"]) < {"netns", "pidns", "mountns"}:
        pytest.skip(f"this machine forbids namespaces: {sandbox.features['missing']}")
    made = Bench(sandbox)
    yield made
    made.close()


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Writes a file of a submission under `tmp_path`."""

    def writer(name: str, content: bytes = b"") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    return writer
