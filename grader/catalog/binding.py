"""A run with its values: every template filled, repetitions unrolled, orders drawn.

The result, a Script, is what is played and what is judged.  Its `values` hold all that was drawn or
given (ports and orders too), so that a saved run can be bound again later, without a seed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from grader.catalog import templates
from grader.catalog.model import (
    Await,
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
    Step,
    UdpServer,
)
from grader.catalog.payloads import unescape
from grader.catalog.shape import Alternatives, Form, Json, Many, Number, Record, Text, shape_of
from grader.catalog.values import NoValueLeft, Stream, draw
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
    """The steps of one playing of a run, in order, and the values in them."""

    values: Mapping[str, Any]
    steps: tuple[BoundStep, ...]


def bind(
    exercise: Exercise,
    run: Run,
    seed: int,
    ports: Mapping[str, int],
    repeat: int = 0,
    case: Mapping[str, Any] | None = None,
) -> Script:
    """Draws the values of a run and puts them in.

    `ports` are those of the peers; `repeat` counts repetitions of the same run, each of which has
    other values; `case` gives values that are not drawn.

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

    def note(text: str, mode: str) -> str:
        for part in templates.split(text, mode):
            if isinstance(part, str) and len(part.strip()) >= _TELLING:
                found.append(part.strip())
        return text

    for step in steps:
        _Filler(note, lambda text: text).record(step)
    return found


class _Filler:
    """Walks a value of the model by its forms and puts another text for each that may hold a `{name}`."""

    def __init__(self, fill: Any, alone: Any) -> None:
        self._fill = fill
        self._alone = alone

    def record(self, value: Any) -> Any:
        cls: type = type(value)
        shape = shape_of(cls)
        filled = {name: getattr(value, name) for name in shape.places}
        for key in shape.keys:
            filled[key.attribute] = self._value(getattr(value, key.attribute), key.form)
        return cls(**filled)

    def _value(self, value: Any, form: Form) -> Any:
        if value is None:
            return None
        if isinstance(form, Text):
            return self._fill(value, form.mode)
        if isinstance(form, Json):
            return self._json(value)
        if isinstance(form, Number):
            return self._alone(value) if isinstance(value, str) else value
        if isinstance(form, Many):
            return tuple(self._value(item, form.of) for item in value)
        if isinstance(form, (Record, Alternatives)):
            return self.record(value)
        return value

    def _json(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._alone(value) if templates.only_slot(value) else self._fill(value, "json")
        if isinstance(value, dict):
            return {self._fill(name, "json"): self._json(member) for name, member in value.items()}
        return [self._json(item) for item in value] if isinstance(value, list) else value


class _Binder:
    """Makes the script of one run; orders come from the seed, or from the values of a saved run."""

    def __init__(self, exercise: Exercise, run: Run, values: Mapping[str, Any], order: Stream | None) -> None:
        self._run = run
        self._order = order
        self._values: dict[str, Any] = dict(values)
        for name, actor in exercise.actors.items():
            if isinstance(actor, Program) and actor.listens and actor.listens.port is not None:
                self._values.setdefault(f"{name}.port", actor.listens.port)
            elif isinstance(actor, UdpServer):
                self._values.setdefault(f"{name}.port", actor.udp_server)
        self._saved: Iterator[list[int]] = iter(values.get(ORDERS, ()))
        self._orders: list[list[int]] = []
        self._groups = 0
        self._filler = _Filler(self._fill, self._alone)

    def script(self) -> Script:
        steps = tuple(
            BoundStep(index, step, step.place, group, _look(index, step))
            for index, (step, group) in enumerate(self._flat(self._run.steps, None))
        )
        if self._orders:
            self._values[ORDERS] = self._orders
        return Script(self._values, steps)

    def _flat(self, steps: Iterable[Step], group: int | None) -> Iterator[tuple[Step, int | None]]:
        for step in steps:
            if isinstance(step, Repeat):
                for _round in range(int(self._alone(step.times))):
                    yield from self._flat(step.steps, group)
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
                yield self._filler.record(step), group

    def _next_order(self, count: int) -> list[int]:
        order = self._order.sample(range(count), count) if self._order else next(self._saved, None)
        if order is None or sorted(order) != list(range(count)):
            raise self._changed(ORDERS)
        self._orders.append(order)
        return order

    def _fill(self, text: str, mode: str) -> str:
        try:
            return templates.fill(text, self._values, mode)
        except KeyError as error:
            raise self._changed(str(error.args[0])) from error

    def _alone(self, value: Any) -> Any:
        """The value that `{name}` stands for, with its type; anything else stays."""
        name = templates.only_slot(value) if isinstance(value, str) else None
        if name is None:
            return value
        if name not in self._values:
            raise self._changed(name)
        return self._values[name]

    def _changed(self, name: str) -> CourseError:
        message = _("the run `{run}` was played without a value for `{name}`").format(run=self._run.id, name=name)
        return CourseError([Problem(self._run.place, message, _("the course has changed since; grade anew"))])


def _look(index: int, step: Step) -> expectations.Look | None:
    """The question that a filled step puts to the run, if it puts one."""
    kinds = expectations.LookKind
    if isinstance(step, (Expect, Await)):
        prints = None if step.gets else expectations.Prints(step.prints, step.matches)
        gets = _payload(step.gets) if step.gets else None
        if isinstance(step, Expect):
            return expectations.Look(index, kinds.EXPECT, (step.at,), step.for_, prints, gets)
        return expectations.Look(index, kinds.AWAIT, (step.at,), None, prints, gets)
    if isinstance(step, Nothing):
        prints = expectations.Prints(step.prints) if step.prints else None
        return expectations.Look(index, kinds.NOTHING, step.at, step.for_, prints)
    if isinstance(step, Ends):
        return expectations.Look(index, kinds.ENDS, (step.program,), step.for_, status=step.status)
    return None


def _payload(wanted: Payload) -> expectations.Payload:
    if wanted.text is None:
        digits = None if wanted.hex is None else bytes.fromhex(wanted.hex).hex()
        return expectations.Payload(wanted.json, wanted.json_has, None, wanted.matches, digits)
    spelled = unescape(wanted.text)
    try:
        return expectations.Payload(text=spelled.decode("utf-8"))
    except UnicodeDecodeError:
        # An escape made bytes that are no text.
        return expectations.Payload(hex=spelled.hex())


__all__ = ["ORDERS", "BoundStep", "Script", "bind", "script_for"]
