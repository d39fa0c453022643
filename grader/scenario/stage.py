"""A run made ready to be played: its space, the grader's peers in it, the programs on their way.

A stage can be set while another run is still being played: its first programs then start up
meanwhile.  Peers that a program could speak to are bound before any program starts.  A program behind a
link runs in a network of its own, in which the link stands on the server's port.
"""

from __future__ import annotations

import _socket
from collections.abc import Iterable
from dataclasses import replace

from grader import clock
from grader.catalog import model
from grader.catalog.binding import Script, bind
from grader.catalog.casting import actors_of, base_actor
from grader.catalog.model import Actor, Exercise, Program, Run, Start, UdpClient, UdpServer
from grader.outcome import Event, Transcript
from grader.peers import Link, TcpClient, TcpServer, UdpPeer
from grader.peers.link import Disorder, Faults
from grader.programs import Program as RunningProgram
from grader.sandbox.intake import Snapshot
from grader.sandbox.policy import Policy, plan
from grader.sandbox.spaces import Sandbox
from grader.witness import idle

Peer = UdpPeer | TcpClient | TcpServer | Link


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
        #: Values that were drawn while the run was played, beside those of the script.
        self.drawn: dict[str, object] = {}
        self.programs: dict[str, RunningProgram] = {}
        self.peers: dict[str, Peer] = {}
        self.limits = run.limits or exercise.limits
        self._seed_text = f"{seed}/{exercise.id}/{run.id}/{repeat}"
        #: The networks of programs behind links.
        self._behind: dict[str, int] = {}
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
        """Makes the peers that the run uses: fake servers first, since a program could speak to them at once."""
        named = [(name, base_actor(self.exercise, name)) for name in actors_of(self.exercise, self.run)]
        wanted = [(name, actor) for name, actor in named if not isinstance(actor, Program)]
        for name, _actor in sorted(wanted, key=lambda pair: _rank(pair[1])):
            self.have(name)

    def have(self, name: str) -> Peer:
        """A peer of this name, bound if it is not there yet."""
        if name not in self.peers:
            actor = base_actor(self.exercise, name)
            assert not isinstance(actor, Program)
            self.peers[name] = peer = self._bind(name, actor)
            self.record(name, "bound", port=peer.port)
        return self.peers[name]

    def _bind(self, name: str, actor: Actor) -> Peer:
        if isinstance(actor, model.Link):
            return self._lay(name, actor)
        if isinstance(actor, UdpServer):
            return UdpPeer(name, *self.space.socket(_socket.SOCK_DGRAM, actor.udp_server))
        if isinstance(actor, model.TcpServer):
            return TcpServer(name, *self.space.socket(_socket.SOCK_STREAM, actor.tcp_server))
        if isinstance(actor, model.TcpClient):
            return TcpClient(name, *self.space.socket(_socket.SOCK_STREAM, 0))
        assert isinstance(actor, UdpClient)
        port = self.peers[actor.port_of].port if actor.port_of else 0
        return UdpPeer(name, *self.space.socket(_socket.SOCK_DGRAM, port, actor.ip))

    def _lay(self, name: str, link: model.Link) -> Link:
        """A link to a server; programs are attached to it as they are started."""
        server = self.exercise.actors[link.link]
        assert isinstance(server, Program)
        assert server.listens is not None
        assert server.listens.port is not None
        port = server.listens.port
        faults = Faults(link.reorders, link.delays, link.loses, link.duplicates)
        return Link(
            name,
            lambda: self.space.socket(_socket.SOCK_DGRAM, 0),
            ("127.0.0.1", port),
            Disorder(faults, f"{self._seed_text}/{name}"),
        )

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
                net = self._network(name, actor)
                launched = self.space.start(name, plan(actor.program, Policy(cpu=self.limits.cpu)), net)
                self.programs[name] = RunningProgram(name, actor.program, launched)
                self.record(name, "started", pid=launched.pid, file=actor.program)

    def _network(self, name: str, program: Program) -> int:
        """The network that a program runs in: that of the run, or its own behind a link, where the link is attached."""
        if program.behind is None:
            return 0
        if name not in self._behind:
            link = self.have(program.behind)
            assert isinstance(link, Link)
            net = self._behind[name] = self.space.network()
            fd, _port = self.space.socket(_socket.SOCK_DGRAM, link.port, net=net)
            link.attach(name, fd)
        return self._behind[name]

    @property
    def may_idle(self) -> bool:
        """Whether an idle loop of the programs is certain to be the standard library's own."""
        return idle.may_idle(self.snapshot.files)

    def restart(self, name: str) -> None:
        """Ends a program with all its processes and starts it again."""
        old = self.programs.pop(name)
        self.space.stop(name)
        for kind, fields in old.drain():
            self.record(name, kind, **(fields if kind != "ended" else {"how": "killed_by_grader", "status": None}))
        old.close()
        self.start([name])

    def curtain_up(self) -> None:
        """The run begins now: what was set up ahead, while another run was played, counts for no time."""
        self.began = clock.now()
        self.transcript[:] = [replace(event, t=0.0) for event in self.transcript]

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


def _rank(actor: Actor) -> int:
    """Servers first; a client that takes another's port after that one."""
    if isinstance(actor, (UdpServer, model.TcpServer, model.Link)):
        return 0
    return 2 if isinstance(actor, UdpClient) and actor.port_of else 1
