"""What must hold between the values of a file; what a single value must be, its form says.

`check` looks at one object as soon as it is read, with the places of its keys; the other functions
look at a whole exercise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from grader.catalog.model import (
    Await,
    Check,
    Ends,
    Expect,
    Message,
    Nothing,
    Parallel,
    Program,
    Repeat,
    Run,
    Send,
    Shuffle,
    Start,
    Step,
    Type,
    UdpClient,
)
from grader.catalog.scope import Scope, suggest
from grader.catalog.templates import only_slot
from grader.catalog.values import NoValueLeft, draw
from grader.errors import Place
from grader.messages import _

Places = Mapping[str, Place]

#: So many steps may be left of a run when everything is unrolled.
MAX_STEPS = 10_000


def check(value: object, places: Places, scope: Scope) -> None:
    """Notes what is wrong with an object that was just read; `places` are those of its keys' values."""
    rule = _RULES.get(type(value))
    if rule:
        rule(value, places, scope)


def _program(program: Program, places: Places, scope: Scope) -> None:
    if scope.files and program.program not in scope.files:
        scope.add(
            places["program"],
            _("`{file}` is none of the exercise's files").format(file=program.program),
            suggest(program.program, scope.files),
        )


def _udp_client(client: UdpClient, places: Places, scope: Scope) -> None:
    program = scope.actors.get(client.udp_client)
    if isinstance(program, Program) and (program.listens is None or program.listens.protocol != "udp"):
        scope.add(
            places["udp_client"],
            _("`{name}` does not listen on UDP").format(name=program.name),
            _("say it in `{name}`: `listens: 9090/udp`").format(name=program.name),
        )


def _message(message: Message, places: Places, scope: Scope) -> None:
    if message.json is None and "written" in places:
        scope.add(places["written"], _("`written` spells `json`, and there is none"), _("remove it"))


def _look(look: Expect | Await, places: Places, scope: Scope) -> None:
    at_screen = scope.actor_classes.get(look.at) is Program
    if look.gets is not None and at_screen:
        scope.add(
            places["gets"],
            _("`{name}` is a program; what it gets is not seen").format(name=look.at),
            _("a program `prints`; a peer `gets`"),
        )
    if look.gets is None and not at_screen:
        scope.add(
            places.get("prints") or places["matches"],
            _("`{name}` is no program; it has no screen").format(name=look.at),
            _("a program `prints`; a peer `gets`"),
        )


def _nothing(nothing: Nothing, places: Places, scope: Scope) -> None:
    screens = [name for name in nothing.at if scope.actor_classes.get(name) is Program]
    if screens and len(screens) < len(nothing.at):
        scope.add(
            places["at"],
            _("`{screen}` is a program and `{peer}` is none").format(
                screen=screens[0], peer=next(name for name in nothing.at if name not in screens)
            ),
            _("make two steps of it"),
        )
    elif screens and not nothing.prints:
        scope.add(
            places["at"],
            _("what must not come on the screen of `{name}`?").format(name=screens[0]),
            _("add `prints: ...`: a program may print what it likes"),
        )
    elif nothing.prints and not screens:
        scope.add(
            places["prints"],
            _("`{name}` is no program; it has no screen").format(name=nothing.at[0]),
            _("remove `prints`: at a peer nothing at all must come"),
        )


def _check(scored: Check, places: Places, scope: Scope) -> None:
    if scored.id in scored.requires:
        scope.add(places["requires"], _("`{name}` requires itself").format(name=scored.id), _("remove it"))
    if "show" in places and not scope.hidden:
        scope.add(places["show"], _("`show` is for hidden checks; this one is public"), _("remove it"))


def _run(run: Run, places: Places, scope: Scope) -> None:
    _playable(run.steps, scope, set())
    if unrolled(run.steps, scope) > MAX_STEPS:
        scope.add(
            places["steps"],
            _("these are more than {limit} steps when all are repeated").format(limit=MAX_STEPS),
            _("repeat fewer times"),
        )
    numbers = {name: kind for name, kind in run.vary.items() if kind.startswith("number")}
    try:
        # Numbers alone can run out; their bounds are the instructor's.
        draw(numbers, "", scope.reserved)
    except NoValueLeft as error:
        scope.add(
            places["vary"],
            _("`{kind}` leaves no number for `{name}` that differs from the others").format(
                kind=error.kind, name=error.name
            ),
            _("widen its bounds: no number may be a part of another, as 1 is of 12"),
        )


_RULES: Mapping[type, Callable[[Any, Places, Scope], None]] = {
    Program: _program,
    UdpClient: _udp_client,
    Message: _message,
    Expect: _look,
    Await: _look,
    Nothing: _nothing,
    Check: _check,
    Run: _run,
}


# --- a run ----------------------------------------------------------------------------------


def parts(step: Step) -> Iterator[tuple[Step, ...]]:
    """The steps inside of a step, in the order in which they are written."""
    if isinstance(step, Repeat):
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
        total += inner or 1
    return total


def _playable(steps: Iterable[Step], scope: Scope, started: set[str]) -> None:
    """Notes steps that concern a program which nothing has started, in the order of writing."""
    for step in steps:
        if isinstance(step, Start):
            for name in started & set(step.start):
                scope.add(step.place, _("`{name}` has been started already").format(name=name), _("remove it"))
            started |= set(step.start)
        for name in _programs_of(step, scope):
            if name not in started:
                scope.add(
                    step.place,
                    _("nothing has started `{name}` before this step").format(name=name),
                    _("put `- start: {name}` before it").format(name=name),
                )
                started.add(name)
        for part in parts(step):
            _playable(part, scope, started)


def _programs_of(step: Step, scope: Scope) -> list[str]:
    """The programs that must be running, or have run, for a step."""
    names: tuple[str, ...] = ()
    if isinstance(step, Type):
        names = (step.into,)
    elif isinstance(step, Ends):
        names = (step.program,)
    elif isinstance(step, (Expect, Await)):
        names = (step.at,)
    elif isinstance(step, Nothing):
        names = step.at
    elif isinstance(step, Send):
        client = scope.actors.get(step.from_)
        names = (client.udp_client,) if isinstance(client, UdpClient) else ()
    return [name for name in names if scope.actor_classes.get(name) is Program]


# --- an exercise ----------------------------------------------------------------------------


def check_scoring(checks: Mapping[str, Check], scope: Scope, counted_elsewhere: Callable[[str], bool] | None) -> None:
    """Notes checks that nothing counts for, or that an empty program would pass.

    `counted_elsewhere` says whether a Python test counts for a check; None: there are no such tests.
    """
    for scored in checks.values():
        if scored.hidden != scope.hidden:
            continue
        looks = scope.counted.get(scored.id, [])
        if not looks and not (counted_elsewhere and counted_elsewhere(scored.id)):
            scope.add(
                scored.place,
                _("no step counts for the check `{name}`").format(name=scored.id),
                _("name it in an `expect`: `for: {name}`").format(name=scored.id),
            )
        elif looks and all(cls in (Nothing, Ends) for cls in looks) and not scored.requires:
            scope.add(
                scored.place,
                _("an empty program would pass `{name}`: nothing must come, or it must end").format(name=scored.id),
                _("add an `expect` for it, or `requires` with a check that has one"),
            )


def check_cycles(checks: Mapping[str, Check], scope: Scope) -> None:
    """Notes checks that require each other."""
    done: set[str] = set()
    for first in checks:
        path: list[str] = []
        cycle = _cycle_from(first, checks, path, done)
        if cycle and len(cycle) > 2 and checks[cycle[0]].hidden == scope.hidden:
            scope.add(
                checks[cycle[0]].place,
                _("checks require each other: {cycle}").format(cycle=" → ".join(cycle)),
                _("remove one of these `requires`"),
            )


def _cycle_from(name: str, checks: Mapping[str, Check], path: list[str], done: set[str]) -> list[str] | None:
    """The first way round that leads back to itself; of each cycle one is enough."""
    if name in path:
        return [*path[path.index(name) :], name]
    if name in done or name not in checks:
        return None
    done.add(name)
    path.append(name)
    for required in checks[name].requires:
        cycle = _cycle_from(required, checks, path, done)
        if cycle:
            return cycle
    path.pop()
    return None
