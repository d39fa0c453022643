"""A run with its values: every template filled, repetitions unrolled, orders drawn.

The result, a Script, is what is played and what is judged.  Its `values` hold all that was drawn or
given (ports and orders too), so that a saved run can be bound again later, without a seed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from grader.catalog import filling, templates
from grader.catalog.casting import member, members
from grader.catalog.filling import Filler
from grader.catalog.model import (
    Await,
    Each,
    Ends,
    Exercise,
    Expect,
    Nothing,
    Parallel,
    Payload,
    Program,
    Repeat,
    Run,
    Shuffle,
    Sign,
    Source,
    Step,
    TcpServer,
    UdpServer,
    size_of,
)
from grader.catalog.payloads import unescape
from grader.catalog.values import SPELLINGS, NoValueLeft, Stream, draw
from grader.errors import CourseError, Place, Problem
from grader.judge import expectations
from grader.messages import _

#: Among the values of a script: for every `shuffle` that was met, in which order its parts were played.
ORDERS = "shuffle.orders"

#: Literal text of a run that is shorter than this (a colon, a blank) may stand in a drawn value.
_TELLING = 3


@dataclass(frozen=True, slots=True)
class BoundStep:
    """One step as it is played.

    Steps with the same `group` (not None) are played together: all acts, then all looks are open at
    once.  `look` is the question that an expectation puts to the run.
    """

    index: int
    step: Step
    place: Place
    group: int | None = None
    look: expectations.Look | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """The steps of one playing of a run, in order, the values in them, and what is claimed of the whole."""

    values: Mapping[str, Any]
    steps: tuple[BoundStep, ...]
    facts: tuple[expectations.SourceClaim, ...] = ()


def bind(
    exercise: Exercise,
    run: Run,
    seed: int,
    ports: Mapping[str, int],
    repeat: int = 0,
    case: Mapping[str, Any] | None = None,
) -> Script:
    """Draws the values of a run and puts them in.

    `ports` are those of the peers, of a crowd under `crowd[0]`, `crowd[1]`, ...; `repeat` counts
    repetitions of the same run, each of which has other values; `case` gives values that are not drawn.

    Raises:
        CourseError: the values cannot be drawn.
    """
    seed_text = f"{seed}/{exercise.id}/{run.id}/{repeat}"
    try:
        drawn = draw(run.vary, seed_text, exercise.reserved, _literals(run.steps))
    except NoValueLeft as error:
        message = _("no value is left for `{name}` that differs from the others of this run").format(name=error.name)
        raise CourseError([Problem(run.place, message, _("use other kinds, or wider bounds"))]) from error
    given = {f"{name}.port": port for name, port in ports.items()}
    return _Binder(exercise, run, {**drawn, **(case or {}), **given}, Stream(f"{seed_text}\norder")).script()


def script_for(exercise: Exercise, run: Run, values: Mapping[str, Any]) -> Script:
    """The script of a run that was played with these values.

    Raises:
        CourseError: they are not the values of this run; the course has changed since.
    """
    return _Binder(exercise, run, values, None).script()


def _literals(steps: Iterable[Step]) -> list[str]:
    """The telling text of a run that is not drawn: a drawn value must not be taken for it."""
    found: list[str] = []
    for step in steps:
        for text, mode in filling.texts(step):
            parts = (part.strip() for part in templates.split(text, mode) if isinstance(part, str))
            found += [part for part in parts if len(part) >= _TELLING]
    return found


class _Values(dict[str, Any]):
    """The values of a run by their names; `{name.upper}`, and of a crowd whose turn it is, come from the others."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.turns: dict[str, int] = {}

    def __missing__(self, name: str) -> Any:
        owner, _dot, what = name.partition(".")
        if what in SPELLINGS and owner in self:
            return SPELLINGS[what](str(self[owner]))
        if owner in self.turns:
            return self.turns[owner] if what == "index" else self[f"{member(owner, self.turns[owner])}.{what}"]
        raise KeyError(name)


class _Binder:
    """Makes the script of one run; orders come from the seed, or from the values of a saved run."""

    def __init__(self, exercise: Exercise, run: Run, values: Mapping[str, Any], order: Stream | None) -> None:
        self._exercise = exercise
        self._run = run
        self._order = order
        self._values = _Values(values)
        for name, actor in exercise.actors.items():
            if isinstance(actor, Program) and actor.listens and actor.listens.port is not None:
                self._values.setdefault(f"{name}.port", actor.listens.port)
            elif isinstance(actor, UdpServer):
                self._values.setdefault(f"{name}.port", actor.udp_server)
            elif isinstance(actor, TcpServer):
                self._values.setdefault(f"{name}.port", actor.tcp_server)
        self._saved: Iterator[list[int]] = iter(values.get(ORDERS, ()))
        self._orders: list[list[int]] = []
        self._groups = 0
        self._filler = Filler(self._values, self._meant)
        #: What has been filled already, by the step and the turns; repeated steps are the same each time.
        self._filled: dict[tuple[int, tuple[int, ...]], Step] = {}

    def script(self) -> Script:
        try:
            steps = tuple(
                BoundStep(index, step, step.place, group, look_of(index, step))
                for index, (step, group) in enumerate(self._flat(self._run.steps, None))
            )
        except KeyError as error:
            raise self._changed(str(error.args[0])) from error
        values = dict(self._values)
        if self._orders:
            values[ORDERS] = self._orders
        return Script(values, steps, tuple(_claim(fact) for fact in self._run.facts))

    def _flat(self, steps: Iterable[Step], group: int | None) -> Iterator[tuple[Step, int | None]]:
        for step in steps:
            if isinstance(step, Repeat):
                for _round in range(int(self._filler.alone(step.times))):
                    yield from self._flat(step.steps, group)
            elif isinstance(step, Each):
                for index in range(size_of(self._exercise.actors[step.of]) or 0):
                    self._values.turns[step.of] = index
                    yield from self._flat(step.steps, group)
                self._values.turns.pop(step.of, None)
            elif isinstance(step, Shuffle):
                for index in self._next_order(len(step.shuffle)):
                    yield from self._flat(step.shuffle[index], group)
            elif isinstance(step, Parallel):
                # Inside of another `parallel`, all is one group.
                if group is None:
                    self._groups += 1
                for part in step.parallel:
                    yield from self._flat(part, self._groups if group is None else group)
            else:
                yield self._fill(step), group

    def _fill(self, step: Step) -> Step:
        known = (id(step), tuple(self._values.turns.values()))
        if known not in self._filled:
            self._filled[known] = self._filler.step(step)
        return self._filled[known]

    def _meant(self, name: str) -> tuple[str, ...]:
        """The actors that a name stands for."""
        turn = self._values.turns.get(name)
        return members(name, self._exercise.actors.get(name)) if turn is None else (member(name, turn),)

    def _next_order(self, count: int) -> list[int]:
        order = self._order.sample(range(count), count) if self._order else next(self._saved, None)
        if order is None or sorted(order) != list(range(count)):
            raise self._changed(ORDERS)
        self._orders.append(order)
        return order

    def _changed(self, name: str) -> CourseError:
        message = _("the run `{run}` was played without a value for `{name}`").format(run=self._run.id, name=name)
        return CourseError([Problem(self._run.place, message, _("the course has changed since; grade anew"))])


def look_of(index: int, step: Step) -> expectations.Look | None:
    """The question that a filled step puts to the run, if it puts one."""
    kinds = expectations.LookKind
    if isinstance(step, (Expect, Await)):
        kind, check = (kinds.EXPECT, step.for_) if isinstance(step, Expect) else (kinds.AWAIT, None)
        on_screen = step.matches is not None or bool(step.prints)
        prints = expectations.Prints(step.prints, step.matches) if on_screen else None
        gets = _payload(step.gets) if step.gets else None
        connects = step.connects is not None
        return expectations.Look(index, kind, (step.at,), check, prints, gets, connects=connects, closed=step.closed)
    if isinstance(step, Nothing):
        prints = expectations.Prints(step.prints) if step.prints else None
        connects = step.connects is not None
        return expectations.Look(index, kinds.NOTHING, step.at, step.for_, prints, connects=connects)
    if isinstance(step, Ends):
        return expectations.Look(index, kinds.ENDS, (step.program,), step.for_, status=step.status)
    return None


def _payload(wanted: Payload) -> expectations.Payload:
    text = wanted.text if wanted.line is None else wanted.line
    if text is None:
        digits = None if wanted.hex is None else bytes.fromhex(wanted.hex).hex()
        return expectations.Payload(wanted.json, wanted.json_has, None, wanted.matches, digits)
    spelled = unescape(text)
    try:
        decoded = spelled.decode("utf-8")
    except UnicodeDecodeError:
        # An escape made bytes that are no text.
        return expectations.Payload(hex=(spelled if wanted.line is None else spelled + b"\n").hex())
    return expectations.Payload(text=decoded) if wanted.line is None else expectations.Payload(line=decoded)


def _claim(source: Source) -> expectations.SourceClaim:
    signs = source.any_ or (Sign(source.class_, source.uses),)
    return expectations.SourceClaim(source.for_, source.of, tuple(_sign(sign) for sign in signs))


def _sign(sign: Sign) -> expectations.Uses | expectations.HasClass:
    if sign.class_ is not None:
        return expectations.HasClass(sign.class_.derives_from, sign.class_.defines)
    return expectations.Uses(sign.uses or "")


__all__ = ["ORDERS", "BoundStep", "Script", "bind", "script_for"]
