"""Plays a script step by step on a stage and lets a reading decide when each look is answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from grader.catalog import model as catalog_model
from grader.catalog.binding import BoundStep
from grader.catalog.casting import base_actor
from grader.catalog.model import Close, Connect, Ends, Program, Reply, Restart, Send, Start, Type, UdpClient
from grader.catalog.payloads import encode
from grader.catalog.sequence import parts
from grader.errors import CourseError, Problem
from grader.judge.diagnosis import Cast
from grader.judge.expectations import LookKind, SourceClaim
from grader.judge.reading import Reading
from grader.messages import _
from grader.outcome import RunRecord
from grader.peers import Link, TcpClient, TcpServer, UdpPeer
from grader.scenario.stage import Stage
from grader.scenario.waiting import Waiting
from grader.witness import places, readiness


@dataclass(frozen=True, slots=True)
class Played:
    """One run, played: what happened, how the looks came out, who was who."""

    record: RunRecord
    reading: Reading
    cast: Cast
    claims: tuple[SourceClaim, ...] = ()


def play(stage: Stage) -> Played:
    """Plays the script of a stage to its end.

    Raises:
        MachineError, GraderFault: it could not be played; nothing of this is the student's.
    """
    return Player(stage).play()


def cast_of(stage: Stage) -> Cast:
    """Who is who in a run, for diagnoses."""
    actors = stage.exercise.actors
    files = {name: actor.program for name, actor in actors.items() if isinstance(actor, Program)}
    clients: dict[str, str] = {}
    for name in stage.peers:
        actor = base_actor(stage.exercise, name)
        if isinstance(actor, UdpClient):
            clients[name] = actor.udp_client
        elif isinstance(actor, catalog_model.TcpClient):
            clients[name] = actor.tcp_client
    # A fake server is spoken to by the program of the run that does not listen itself.
    used = [name for step in stage.script.steps if isinstance(step.step, Start) for name in step.step.start]
    speaking = [name for name in used if getattr(actors[name], "listens", None) is None] or used
    servers = [name for name, peer in stage.peers.items() if name not in clients and not isinstance(peer, Link)]
    fakes = {name: speaking[0] for name in servers if speaking}
    typed_into = frozenset(step.step.into for step in stage.script.steps if isinstance(step.step, Type))
    return Cast(files, {**clients, **fakes}, frozenset(clients), typed_into, _meant_to_end(stage))


def _meant_to_end(stage: Stage) -> frozenset[str]:
    """The programs that some run of the exercise wants to end: no run takes an end of theirs for a surprise."""
    return frozenset(
        step.program for run in stage.exercise.runs.values() for step in _walk(run.steps) if isinstance(step, Ends)
    )


def _walk(steps: Iterable[catalog_model.Step]) -> Iterator[catalog_model.Step]:
    for step in steps:
        yield step
        for part in parts(step):
            yield from _walk(part)


class Player:
    """Plays steps on a stage; `play` for a whole script, `play_one` and `finish` for steps that come one by one."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        stage.curtain_up()
        self._looks = {step.index: step.look for step in stage.script.steps if step.look is not None}
        self._reading = Reading(self._looks)
        self._waiting = Waiting(stage, stage.limits, self._note)
        self._fed = 0
        self._ports: dict[str, int] = {}
        self._blocked: list[places.Blocked] = []
        self._looked = False

    def play_one(self, step: BoundStep) -> bool:
        """Plays a step that is not in the script; says whether the run can go on as hoped."""
        if step.look is not None:
            self._looks[step.index] = step.look
        self._play_together((step,))
        answer = self._reading.answers.get(step.index)
        return self._reading.broke is None and (answer is None or answer.met is not False)

    def play(self) -> Played:
        """Plays the whole script."""
        steps = self._stage.script.steps
        at = 0
        while at < len(steps) and self._reading.broke is None:
            group = steps[at].group
            end = at + 1
            while group is not None and end < len(steps) and steps[end].group == group:
                end += 1
            self._play_together(steps[at:end])
            at = end
        return self.finish()

    def finish(self) -> Played:
        """Ends the run: what was played, with what a program still does right after the last look."""
        if self._reading.broke is None:
            # What a program does right after the last look is still part of the run.
            self._waiting.wait(lambda: False, broken=self._find_break, renews=False)
            self._find_break()
        return Played(self._record(), self._reading, cast_of(self._stage), self._stage.script.facts)

    def _play_together(self, steps: tuple[BoundStep, ...]) -> None:
        """Plays one step, or all of a `parallel` group: its acts first, then its looks at once."""
        looks = [step for step in steps if step.look is not None]
        for step in steps:
            if step.look is None:
                self._mark(step)
                self._act(step)
                if self._reading.broke is not None:
                    return
        if looks:
            for step in looks:
                self._mark(step)
            self._look(looks)

    def _mark(self, step: BoundStep) -> None:
        self._stage.record("", "step", step=step.index, verb=type(step.step).__name__.lower(), line=step.place.line)
        self._read()

    def _note(self, actor: str, kind: str, fields: Mapping[str, Any]) -> None:
        self._stage.record(actor, kind, **fields)
        self._read()

    def _read(self) -> None:
        transcript = self._stage.transcript
        while self._fed < len(transcript):
            self._reading.feed(transcript[self._fed])
            self._fed += 1

    # --- acts ---------------------------------------------------------------------------

    def _act(self, bound: BoundStep) -> None:
        step = bound.step
        self._waiting.acted()
        if isinstance(step, Start):
            self._start(step)
        elif isinstance(step, Type):
            self._type(step)
        elif isinstance(step, Send):
            self._send(bound.index, step)
        elif isinstance(step, Connect):
            self._connect(step)
        elif isinstance(step, Close):
            self._close(bound.index, step)
        elif isinstance(step, Restart):
            self._restart(step)
        elif isinstance(step, Reply):
            self._reply(bound.index, step)
        else:
            raise NotImplementedError(type(step).__name__)
        self._read()

    def _start(self, step: Start) -> None:
        stage = self._stage
        for name in step.start:
            actor = stage.exercise.actors[name]
            assert isinstance(actor, Program)
            if actor.program not in stage.snapshot.files:
                folder = any(file.startswith(actor.program + "/") for file in stage.snapshot.files)
                self._break(name, "not_a_file" if folder else "no_file", file=actor.program)
                return
        stage.start(step.start)
        self._wait_ready(step.start)

    def _wait_ready(self, names: tuple[str, ...]) -> None:
        """Waits until the programs that listen do, or cannot any more."""
        wanted = {name: listener for name in names if (listener := self._listening(name)) is not None}
        if not wanted:
            return
        self._waiting.wait(
            lambda: all(self._is_ready(name) for name in wanted),
            broken=lambda: self._find_break() or self._ended_unready(wanted),
            renews=True,
            with_sockets=True,
        )
        for name in wanted:
            if name not in self._ports and self._reading.broke is None:
                self._say_unready(name)

    def _listening(self, name: str) -> Program | None:
        actor = self._stage.exercise.actors[name]
        return actor if isinstance(actor, Program) and actor.listens is not None else None

    def _own_sockets(self, name: str) -> list[Any]:
        """The program's own bound sockets, by the last sample; asks for descriptors only if there are any."""
        own_ports = frozenset(inode for peer in self._stage.peers.values() for inode in peer.inodes)
        found = readiness.bound(self._waiting.facts.get("sockets", []), own_ports)
        if not found:
            return []
        facts = self._stage.space.look()
        mine = readiness.inodes(facts["fds"], facts["members"].get(name, []))
        return [sock for sock in found if sock[7] in mine]

    def _is_ready(self, name: str) -> bool:
        if name in self._ports:
            return True
        listens = self._listening(name).listens  # type: ignore[union-attr]
        assert listens is not None
        port = readiness.match(self._own_sockets(name), listens.protocol, listens.port)
        if port is None:
            return False
        self._ports[name] = port
        self._stage.record(name, "ready", port=port, protocol=listens.protocol)
        self._read()
        return True

    def _ended_unready(self, names: Mapping[str, Program]) -> bool:
        return any(
            name not in self._ports and (program := self._stage.programs.get(name)) is not None and program.ended
            for name in names
        )

    def _say_unready(self, name: str) -> None:
        listens = self._listening(name).listens  # type: ignore[union-attr]
        assert listens is not None
        program = self._stage.programs[name]
        if program.ended:
            self._break(name, "ended_before_ready", status=program.status)
            return
        self._find_blocked()
        wrong = readiness.mismatch(self._own_sockets(name), listens.protocol, listens.port)
        keyboard = any(one.actor == name and one.on == "keyboard" for one in self._blocked)
        wanted = f"{listens.port or 'any'}/{listens.protocol}"
        if wrong is not None:
            self._break(name, wrong.code, **wrong.args)
        else:
            self._break(name, "input_before_ready" if keyboard else "not_listening", wanted=wanted)

    def _type(self, step: Type) -> None:
        program = self._stage.programs[step.into]
        self._waiting.drain()
        if self._find_break():
            return
        if program.ended:
            self._break(step.into, "cannot_type")
            return
        self._stage.record(step.into, "typed", data=program.type(step.line))

    def _send(self, index: int, step: Send) -> None:
        name, data = step.from_, encode(step.message)
        actor = base_actor(self._stage.exercise, name)
        peer = self._stage.peers[name]
        if isinstance(peer, UdpPeer):
            assert isinstance(actor, UdpClient)
            to = ("127.0.0.1", self._ports[actor.udp_client])
            self._stage.record(name, "sent", data=data, to=list(to))
            peer.send(data, to)
            return
        assert isinstance(peer, (TcpClient, TcpServer))
        self._waiting.drain()
        if not peer.open:
            self._impossible(index, name, "not_connected" if isinstance(peer, TcpServer) else "connection_closed")
            return
        self._stage.record(name, "sent", data=data)
        peer.send(data)

    def _connect(self, step: Connect) -> None:
        """Connects in the order of the names: on loopback the kernel makes each connection at once."""
        for name in step.connect:
            actor = base_actor(self._stage.exercise, name)
            peer = self._stage.peers[name]
            assert isinstance(actor, catalog_model.TcpClient)
            assert isinstance(peer, TcpClient)
            to = ("127.0.0.1", self._ports[actor.tcp_client])
            self._stage.record(name, "connecting", to=list(to))
            peer.connect(to)

    def _close(self, index: int, step: Close) -> None:
        self._waiting.drain()
        for name in step.who:
            peer = self._stage.peers[name]
            assert isinstance(peer, (TcpClient, TcpServer))
            if not peer.open:
                self._impossible(index, name, "not_connected")
                return
            self._stage.record(name, "hung_up", how=step.how)
            peer.hang_up(step.how)

    def _restart(self, step: Restart) -> None:
        self._waiting.drain()
        if self._find_break():
            return
        self._stage.record(step.restart, "restarted")
        self._ports.pop(step.restart, None)
        self._stage.restart(step.restart)
        self._read()
        self._wait_ready((step.restart,))

    def _impossible(self, index: int, actor: str, code: str) -> None:
        """A step cannot be played: left out where an unmet expectation is to blame, else the run breaks."""
        because = self._reading.last_failed
        if because is None:
            self._break(actor, code)
        else:
            self._stage.record("", "left_out", step=index, because=because)

    def _reply(self, index: int, step: Reply) -> None:
        self._waiting.drain()
        peer = self._stage.peers[step.from_]
        assert isinstance(peer, UdpPeer)
        if peer.last_sender is None:
            self._impossible(index, step.from_, "not_sent")
            return
        data = encode(step.message)
        self._stage.record(step.from_, "sent", data=data, to=list(peer.last_sender))
        peer.send(data, peer.last_sender)

    # --- looks --------------------------------------------------------------------------

    def _look(self, steps: list[BoundStep]) -> None:
        kinds = {step.look.kind for step in steps if step.look is not None}
        how = self._waiting.wait(
            lambda: self._reading.decided,
            broken=self._find_break,
            renews=kinds != {LookKind.NOTHING},
        )
        if how == "wall" and kinds == {LookKind.NOTHING}:
            # Nobody's expectation is open that could fail: the run itself is longer than it may be.
            limit = f"{self._stage.limits.wall:g}"
            message = _("the run `{run}` was not over after {limit} seconds").format(
                run=self._stage.run.id, limit=limit
            )
            raise CourseError(
                [Problem(steps[0].place, message, _("give it a higher `limits: {{wall: ...}}`").format())]
            )
        answers = [self._reading.answers[step.index] for step in steps]
        for step in steps:
            busy = {"busy": True} if how == "patience" and self._waiting.busy else {}
            self._stage.record("", "waited", step=step.index, how=how, **busy)
            self._read()
        if any(answer.met is False or how == "broke" for answer in answers):
            self._find_blocked()
        self._find_break()
        for answer in answers:
            if answer.met is False and answer.look.check is None and self._reading.broke is None:
                self._break(answer.look.at[0], "await", step=answer.look.step)

    def _find_break(self) -> bool:
        """Notes that a program has ended in a way that no step asked for."""
        if self._reading.broke is not None:
            return True
        for name, program in self._stage.programs.items():
            if program.ended and not self._asked_for(name, program.how, program.status):
                self._break(name, "ended")
                return True
        return False

    def _asked_for(self, name: str, how: str | None, status: int | None) -> bool:
        if how == "exited" and status == 0:
            return True
        return any(
            isinstance(step.step, Ends)
            and step.step.program == name
            and (step.step.status is None or (how == "exited" and step.step.status == status))
            for step in self._stage.script.steps
        )

    def _break(self, actor: str, code: str, **args: Any) -> None:
        self._find_blocked()
        self._stage.record(actor, "broke", code=code, **args)
        self._read()

    def _find_blocked(self) -> None:
        """Notes where the programs wait, once a run: when the first thing went wrong."""
        if self._looked:
            return
        self._looked = True
        facts = self._stage.space.look()
        reader = places.stack_reader()
        self._blocked = places.blocked(
            facts, lambda pid: self._stage.space.stacks(pid, reader) if reader is not None else b""
        )
        for one in self._blocked:
            fields = asdict(one)
            del fields["actor"]
            self._stage.record(one.actor, "blocked", **fields)
        self._read()

    def _record(self) -> RunRecord:
        stage = self._stage
        ends = []
        for name, program in stage.programs.items():
            how = program.how if program.ended else "running"
            ends.append({"actor": name, "how": how, "status": program.status, "why": None})
        blocked = []
        for one in self._blocked:
            source = stage.snapshot.line(one.file, one.line) if one.file and one.line else None
            blocked.append({"actor": one.actor, "file": one.file, "line": one.line, "source": source,
                            "call": one.call, "on": one.on})  # fmt: skip
        return RunRecord(
            id=stage.run.id,
            values={**stage.script.values, **stage.drawn},
            duration=stage.transcript[-1].t if stage.transcript else 0.0,
            transcript=stage.transcript,
            visibility="hidden" if stage.run.hidden else "public",
            ends=tuple(ends),
            blocked=tuple(blocked),
        )
