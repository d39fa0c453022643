"""A run made ready to be played: its space, the grader's peers in it, the programs on their way.

A stage can be set while another run is still being played: its first programs then start up
meanwhile.  Peers that a program could speak to are bound before any program starts.
"""

from __future__ import annotations

import _socket
from collections.abc import Iterable

from grader import clock
from grader.catalog.binding import Script, bind
from grader.catalog.model import Exercise, Program, Run, Start, UdpServer
from grader.outcome import Event, Transcript
from grader.peers import UdpPeer
from grader.programs import Program as RunningProgram
from grader.sandbox.intake import Snapshot
from grader.sandbox.policy import Policy, plan
from grader.sandbox.spaces import Sandbox
from grader.witness import idle


class Stage:
    """The space, peers, programs and transcript of one run.  `close` ends everything in it."""

    def __init__(
        self, sandbox: Sandbox, snapshot: Snapshot, exercise: Exercise, run: Run, seed: int, repeat: int = 0
    ) -> None:
        self.exercise = exercise
        self.run = run
        self.snapshot = snapshot
        self.began = clock.now()
        self.transcript = Transcript()
        self.programs: dict[str, RunningProgram] = {}
        self.peers: dict[str, UdpPeer] = {}
        self.limits = run.limits or exercise.limits
        self.space = sandbox.open(snapshot)
        try:
            self._bind_peers()
            ports = {name: peer.port for name, peer in self.peers.items()}
            self.script: Script = bind(exercise, run, seed, ports, repeat)
            self._start_early()
        except BaseException:
            self.close()
            raise

    def _bind_peers(self) -> None:
        actors = self.exercise.actors
        used = [actors[name] for name in sorted(actors_of(self.run)) if not isinstance(actors[name], Program)]
        for actor in sorted(used, key=lambda one: not isinstance(one, UdpServer)):
            port = actor.udp_server if isinstance(actor, UdpServer) else 0
            fd, bound = self.space.socket(_socket.SOCK_DGRAM, port)
            self.peers[actor.name] = UdpPeer(actor.name, fd, bound)
            self.record(actor.name, "bound", port=bound)

    def _start_early(self) -> None:
        """Starts the programs of the first step at once; playing the step then waits for them."""
        if self.script.steps and isinstance(self.script.steps[0].step, Start):
            self.start(self.script.steps[0].step.start)

    def start(self, names: Iterable[str]) -> None:
        """Starts programs that do not run yet; a missing file is left for the step to tell."""
        for name in names:
            actor = self.exercise.actors[name]
            assert isinstance(actor, Program)
            if name not in self.programs and actor.program in self.snapshot.files:
                launched = self.space.start(name, plan(actor.program, Policy(cpu=self.limits.cpu)))
                self.programs[name] = RunningProgram(name, actor.program, launched)
                self.record(name, "started", pid=launched.pid, file=actor.program)

    @property
    def may_idle(self) -> bool:
        """Whether an idle loop of the programs is certain to be the standard library's own."""
        return idle.may_idle(self.snapshot.files)

    def record(self, actor: str, kind: str, **fields: object) -> Event:
        """Writes an event down, with the time since the run began."""
        event = Event(clock.now() - self.began, actor, kind, fields)
        self.transcript.append(event)
        return event

    def close(self) -> None:
        """Ends all programs and closes all peers."""
        self.space.close()
        for program in self.programs.values():
            program.close()
        for peer in self.peers.values():
            peer.close()
        self.programs, self.peers = {}, {}


def actors_of(run: Run) -> frozenset[str]:
    """The actors that a run's steps mention; only these are set up."""
    found: set[str] = set()

    def visit(steps: Iterable[object]) -> None:
        for step in steps:
            if isinstance(step, tuple):
                visit(step)
                continue
            for name in ("at", "into", "from_", "start", "program"):
                value = getattr(step, name, ())
                found.update((value,) if isinstance(value, str) else value)
            for name in ("steps", "parallel", "shuffle"):
                visit(getattr(step, name, ()))

    visit(run.steps)
    return frozenset(found)
