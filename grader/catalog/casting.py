"""Which actors take part in a run.  Of a crowd of three, `crowd`, these are `crowd[0]`, `crowd[1]` and `crowd[2]`."""

from __future__ import annotations

from grader.catalog import filling
from grader.catalog.model import Actor, Exercise, Program, Run, UdpClient, size_of


def member(name: str, index: int) -> str:
    """One of a crowd."""
    return f"{name}[{index}]"


def members(name: str, actor: Actor | None) -> tuple[str, ...]:
    """All that are meant by an actor's name: every one of a crowd, else itself."""
    size = size_of(actor)
    return (name,) if size is None else tuple(member(name, index) for index in range(size))


def base_actor(exercise: Exercise, name: str) -> Actor:
    """What the exercise says of an actor; `crowd[2]` is as `crowd`.

    Raises:
        KeyError: there is none of this name.
    """
    return exercise.actors[name.partition("[")[0]]


def actors_of(exercise: Exercise, run: Run) -> tuple[str, ...]:
    """The actors that a run mentions anywhere, in the order of the file, the members of crowds one by one.

    A peer whose port a text mentions, or another peer has, is among them, and so is a link before a program.
    """
    named = set(filling.names(run))
    ports = {owner for slot in filling.slots(run) for owner, _dot, what in (slot.partition("."),) if what == "port"}
    named |= {owner for owner in ports if not isinstance(exercise.actors.get(owner), Program)}
    for name in list(named):
        actor = exercise.actors.get(name)
        if isinstance(actor, UdpClient) and actor.port_of is not None:
            named.add(actor.port_of)
        elif isinstance(actor, Program) and actor.behind is not None:
            named.add(actor.behind)
    return tuple(each for name, actor in exercise.actors.items() if name in named for each in members(name, actor))


__all__ = ["actors_of", "base_actor", "member", "members"]
