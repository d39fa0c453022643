"""What must hold between the values of a file; what a single value must be, its form says.

`check` looks at one object as soon as it is read, with the places of its keys; the other functions
look at a whole exercise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from grader.catalog import sequence
from grader.catalog.model import (
    Await,
    Check,
    Each,
    Ends,
    Expect,
    Link,
    Message,
    Nothing,
    Program,
    Run,
    Source,
    TcpClient,
    TcpServer,
    UdpClient,
    size_of,
)
from grader.catalog.scope import Scope, suggest
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
    if program.behind is not None and program.listens is not None:
        scope.add(
            places["listens"],
            _("nobody reaches a program behind a link, so it cannot be waited for to listen"),
            _("remove it"),
        )


def _udp_client(client: UdpClient, places: Places, scope: Scope) -> None:
    _speaks_to(client.udp_client, "udp", places["udp_client"], scope)
    if client.port_of is None:
        return
    place, other = places["port_of"], scope.actors.get(client.port_of)
    if client.port_of in scope.followers:
        message = (
            _("`{name}` has the port of another client itself").format(name=client.port_of)
            if client.port_of != client.name
            else _("`{name}` cannot have its own port").format(name=client.name)
        )
        scope.add(place, message, _("name one whose port is its own"))
    elif client.count is not None or size_of(other) is not None:
        scope.add(place, _("a crowd has many ports, not one"), _("`port_of` is for single clients"))
    elif isinstance(other, UdpClient):
        for each in (other, *scope.actors.values()):
            if not isinstance(each, UdpClient) or client.port_of not in (each.name, each.port_of):
                continue
            if each.ip == client.ip:
                scope.add(
                    place,
                    _("`{name}` binds the same port at {ip} already").format(name=each.name, ip=client.ip),
                    _("give `{name}` another address: `ip: 127.0.0.2`").format(name=client.name),
                )
                break


def _tcp_client(client: TcpClient, places: Places, scope: Scope) -> None:
    _speaks_to(client.tcp_client, "tcp", places["tcp_client"], scope)


def _link(link: Link, places: Places, scope: Scope) -> None:
    _speaks_to(link.link, "udp", places["link"], scope)
    server = scope.actors.get(link.link)
    if isinstance(server, Program) and server.listens is not None and server.listens.port is None:
        scope.add(
            places["link"],
            _("`{name}` listens on any port, and a link must know it beforehand").format(name=link.link),
            _("say it in `{name}`: `listens: 9090/{protocol}`").format(name=link.link, protocol="udp"),
        )


def _speaks_to(name: str, protocol: str, place: Place, scope: Scope) -> None:
    program = scope.actors.get(name)
    if isinstance(program, Program) and (program.listens is None or program.listens.protocol != protocol):
        scope.add(
            place,
            _("`{name}` does not listen on {protocol}").format(name=name, protocol=protocol.upper()),
            _("say it in `{name}`: `listens: 9090/{protocol}`").format(name=name, protocol=protocol),
        )


def _message(message: Message, places: Places, scope: Scope) -> None:
    if message.json is None and "written" in places:
        scope.add(places["written"], _("`written` spells `json`, and there is none"), _("remove it"))


def _look(look: Expect | Await, places: Places, scope: Scope) -> None:
    cls = scope.actor_classes.get(look.at)
    at_screen = cls is Program
    if "connects" in places:
        _connects(look.at, places["connects"], scope)
    elif "closed" in places:
        if cls not in (TcpClient, TcpServer):
            scope.add(
                places["closed"],
                _("`{name}` has no connection that could be closed").format(name=look.at),
                _("a TCP client or a fake TCP server has one"),
            )
    elif look.gets is not None and at_screen:
        scope.add(
            places["gets"],
            _("`{name}` is a program; what it gets is not seen").format(name=look.at),
            _("a program `prints`; a peer `gets`"),
        )
    elif look.gets is None and not at_screen:
        scope.add(
            places.get("prints") or places["matches"],
            _("`{name}` is no program; it has no screen").format(name=look.at),
            _("a program `prints`; a peer `gets`"),
        )


def _nothing(nothing: Nothing, places: Places, scope: Scope) -> None:
    screens = [name for name in nothing.at if scope.actor_classes.get(name) is Program]
    if "connects" in places:
        if nothing.prints:
            scope.add(places["connects"], _("`prints` and `connects` cannot stand together"), _("make two steps of it"))
        for name in nothing.at:
            _connects(name, places["connects"], scope)
    elif screens and len(screens) < len(nothing.at):
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


def _connects(name: str, place: Place, scope: Scope) -> None:
    if scope.actor_classes.get(name) is not TcpServer:
        scope.add(
            place,
            _("`{name}` is no fake TCP server; nothing connects to it").format(name=name),
            _("programs connect to a `tcp_server: PORT`"),
        )


def _each(each: Each, places: Places, scope: Scope) -> None:
    crowd = scope.actors.get(each.of)
    if crowd is not None and size_of(crowd) is None:
        scope.add(
            places["of"],
            _("`{name}` is only one").format(name=each.of),
            _("say how many in `{name}`: `count: 10`").format(name=each.of),
        )
    elif each.of in scope.turns[:-1]:
        scope.add(places["of"], _("this stands in an `each` of `{name}` already").format(name=each.of), _("remove it"))


def _check(scored: Check, places: Places, scope: Scope) -> None:
    if scored.id in scored.requires:
        scope.add(places["requires"], _("`{name}` requires itself").format(name=scored.id), _("remove it"))
    if "show" in places and not scope.hidden:
        scope.add(places["show"], _("`show` is for hidden checks; this one is public"), _("remove it"))


def _run(run: Run, places: Places, scope: Scope) -> None:
    sequence.check(run.steps, scope)
    if sequence.unrolled(run.steps, scope) > MAX_STEPS:
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
    TcpClient: _tcp_client,
    Link: _link,
    Each: _each,
    Message: _message,
    Expect: _look,
    Await: _look,
    Nothing: _nothing,
    Check: _check,
    Run: _run,
}


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
        elif looks and all(cls is Source for cls in looks) and not scored.requires:
            scope.add(
                scored.place,
                _("only the source counts for `{name}`; it need not even run").format(name=scored.id),
                _("add `requires` with a check of what the program does"),
            )
        elif looks and all(cls in (Nothing, Ends, Source) for cls in looks) and not scored.requires:
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
