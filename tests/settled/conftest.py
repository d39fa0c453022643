"""The zoo's ground: a broker, one program at a time, and busy loops beside it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from grader.catalog.model import Limits
from grader.peers import UdpPeer
from grader.programs import Program
from grader.sandbox.intake import Snapshot
from grader.sandbox.policy import Policy, plan
from grader.sandbox.spaces import Sandbox, Space
from grader.scenario.waiting import Waiting
from grader.witness import idle

#: Long enough that no test ends by it unless the program is never called settled.
LIMITS = Limits(patience=60, wall=120, cpu=60)


@dataclass
class Scene:
    """One program in a space of its own, and a UDP peer."""

    space: Space
    programs: dict[str, Program]
    peers: dict[str, UdpPeer]
    output: bytes = b""
    may_idle: bool = True
    received: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.waiting = Waiting(self, LIMITS, self._note)

    def _note(self, _actor: str, kind: str, fields: dict[str, object]) -> None:
        data = fields.get("data", b"")
        assert isinstance(data, bytes)
        if kind == "printed":
            self.output += data
        elif kind == "received":
            self.received.append(data)

    @property
    def program(self) -> Program:
        """The only program."""
        return self.programs["main"]

    def wait_settled(self) -> str:
        """How a wait for nothing in particular ends."""
        self.waiting.acted()
        return self.waiting.wait(lambda: False, broken=lambda: False, renews=False)

    def wait_printed(self, text: bytes) -> str:
        """`seen`, or what was wrongly taken for a proof that the text will not come."""
        return self.waiting.wait(lambda: text in self.output, broken=lambda: False, renews=True)

    def wait_received(self, data: bytes) -> str:
        """`seen`, or what was wrongly taken for a proof that the datagram will not come."""
        return self.waiting.wait(lambda: data in self.received, broken=lambda: False, renews=True)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """A broker for all tests of the session."""
    with Sandbox() as made:
        yield made


@pytest.fixture
def start(sandbox: Sandbox) -> Iterator[object]:
    """Starts a program from its source; ends it with the test."""
    scenes: list[Scene] = []

    def starter(source: str) -> Scene:
        for scene in scenes:
            _close(scene)
        scenes.clear()
        snapshot = Snapshot("zoo", {"main.py": source.encode()}, (), source)
        space = sandbox.open(snapshot)
        fd, port = space.socket(socket.SOCK_DGRAM, 0)
        program = Program("main", "main.py", space.start("main", plan("main.py", Policy())))
        peers = {"peer": UdpPeer("peer", fd, port)}
        scenes.append(Scene(space, {"main": program}, peers, may_idle=idle.may_idle(snapshot.files)))
        return scenes[0]

    yield starter
    for scene in scenes:
        _close(scene)


def _close(scene: Scene) -> None:
    scene.space.close()
    for source in (*scene.programs.values(), *scene.peers.values()):
        source.close()
