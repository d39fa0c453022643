"""What must come before what in a run: programs are started, clients connect, once, before steps concern them.

The steps are looked at in the order of writing.  What one part of a `shuffle` does counts for no other
part of it, since the seed orders them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from grader.catalog.model import (
    Await,
    Close,
    Connect,
    Each,
    Ends,
    Expect,
    Nothing,
    Parallel,
    Program,
    Repeat,
    Restart,
    Send,
    Shuffle,
    Start,
    Step,
    TcpClient,
    Type,
    UdpClient,
    size_of,
)
from grader.catalog.scope import Scope
from grader.catalog.templates import only_slot
from grader.messages import _


def parts(step: Step) -> Iterator[tuple[Step, ...]]:
    """The steps inside of a step, in the order in which they are written."""
    if isinstance(step, (Repeat, Each)):
        yield step.steps
    elif isinstance(step, Parallel):
        yield from step.parallel
    elif isinstance(step, Shuffle):
        yield from step.shuffle


def unrolled(steps: Iterable[Step], scope: Scope) -> int:
    """How many steps are left when repetitions are written out, at most."""
    total = 0
    for step in steps:
        inner = sum(unrolled(part, scope) for part in parts(step))
        if isinstance(step, Repeat):
            # A drawn number is still the text `{name}` here, and counts as the highest that it can be.
            kind = (scope.values or {}).get(only_slot(str(step.times)) or "")
            inner *= kind.high if kind else step.times
        elif isinstance(step, Each):
            inner *= size_of(scope.actors.get(step.of)) or 1
        total += inner or 1
    return total


def check(steps: Iterable[Step], scope: Scope) -> None:
    """Notes the steps of a run that come too early, or too often."""
    _Walk(scope).steps(steps, _State(), ())


@dataclass(slots=True)
class _State:
    """What has been done before a step."""

    started: set[str] = field(default_factory=set)
    connected: set[str] = field(default_factory=set)
    #: Clients that send no more, and those among them that do not read either.
    silent: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)

    def copy(self) -> _State:
        return _State(set(self.started), set(self.connected), set(self.silent), set(self.gone))

    def add(self, other: _State) -> None:
        self.started |= other.started
        self.connected |= other.connected
        self.silent |= other.silent
        self.gone |= other.gone


class _Walk:
    """Goes through the steps in the order of writing.

    `loops` are the repetitions that a step stands in: the name of the crowd for an `each`, else "".
    """

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        #: In whatever part of a `shuffle`.
        self._ever_started: set[str] = set()
        self._ever_connected: set[str] = set()

    def steps(self, steps: Iterable[Step], state: _State, loops: tuple[str, ...]) -> None:
        for step in steps:
            self._own(step, state, loops)
            inner = loops
            if isinstance(step, Repeat) and step.times != 1:
                inner = (*loops, "")
            elif isinstance(step, Each):
                inner = (*loops, step.of)
            if isinstance(step, Shuffle):
                after = [state.copy() for _part in step.shuffle]
                for part, own in zip(step.shuffle, after, strict=True):
                    self.steps(part, own, inner)
                for own in after:
                    state.add(own)
            else:
                for part in parts(step):
                    self.steps(part, state, inner)

    def _own(self, step: Step, state: _State, loops: tuple[str, ...]) -> None:
        """What a step itself needs and does, without the steps in it."""
        if isinstance(step, Start):
            self._start(step, state)
        for name in self._programs(step):
            if name not in state.started:
                self._scope.add(
                    step.place,
                    _("nothing has started `{name}` before this step").format(name=name),
                    _("put `- start: {name}` before it").format(name=name),
                )
                state.started.add(name)
        if isinstance(step, Connect):
            self._connect(step, state, loops)
        else:
            self._speak(step, state, loops)

    def _start(self, step: Start, state: _State) -> None:
        for name in sorted(self._ever_started & set(step.start)):
            self._scope.add(
                step.place,
                _("`{name}` has been started already").format(name=name),
                _("remove it, or write `restart`"),
            )
        state.started |= set(step.start)
        self._ever_started |= set(step.start)

    def _connect(self, step: Connect, state: _State, loops: tuple[str, ...]) -> None:
        for name in step.connect:
            if name in self._ever_connected or any(loop != name for loop in loops):
                self._scope.add(
                    step.place,
                    _("`{name}` would connect more than once in this run; its port is for one connection").format(
                        name=name
                    ),
                    _("name another `tcp_client`, or a crowd in its `each`"),
                )
            state.connected.add(name)
            self._ever_connected.add(name)

    def _speak(self, step: Step, state: _State, loops: tuple[str, ...]) -> None:
        """What TCP clients need to send, to be looked at, and to close."""
        sends = isinstance(step, (Send, Close))
        for name in self._clients(step):
            if name not in state.connected:
                self._scope.add(
                    step.place,
                    _("`{name}` has not connected before this step").format(name=name),
                    _("put `- connect: {name}` before it").format(name=name),
                )
                state.connected.add(name)
            elif name in state.gone or (sends and name in state.silent):
                self._scope.add(
                    step.place,
                    _("`{name}` has closed its connection before this step").format(name=name),
                    _("move the step up, or name another `tcp_client`"),
                )
            elif isinstance(step, Close) and any(loop != name for loop in loops):
                self._scope.add(
                    step.place, _("`{name}` would close more than once").format(name=name), _("put it behind the loop")
                )
            if isinstance(step, Close):
                state.silent.add(name)
                if step.how != "half":
                    state.gone.add(name)

    def _programs(self, step: Step) -> list[str]:
        """The programs that must be running, or have run, for a step."""
        names: tuple[str | None, ...] = ()
        if isinstance(step, Type):
            names = (step.into,)
        elif isinstance(step, Ends):
            names = (step.program,)
        elif isinstance(step, Restart):
            names = (step.restart,)
        elif isinstance(step, (Expect, Await)):
            names = (step.at, step.connects)
        elif isinstance(step, Nothing):
            names = (*step.at, step.connects)
        elif isinstance(step, Send):
            client = self._scope.actors.get(step.from_)
            names = (client.udp_client,) if isinstance(client, UdpClient) else ()
        elif isinstance(step, Connect):
            clients = [self._scope.actors.get(name) for name in step.connect]
            # Several clients of one program miss it once.
            names = tuple({each.tcp_client: None for each in clients if isinstance(each, TcpClient)})
        classes = self._scope.actor_classes
        return [name for name in names if name is not None and classes.get(name) is Program]

    def _clients(self, step: Step) -> list[str]:
        """The TCP clients that must be connected for a step."""
        names: tuple[str, ...] = ()
        if isinstance(step, Send):
            names = (step.from_,)
        elif isinstance(step, (Expect, Await)):
            names = (step.at,)
        elif isinstance(step, Nothing):
            names = step.at
        elif isinstance(step, Close):
            names = step.who
        return [name for name in names if self._scope.actor_classes.get(name) is TcpClient]
