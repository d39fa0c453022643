"""What is known while a file is read: which names exist, and what has been found wrong so far."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.catalog.model import Actor, Limits, size_of
from grader.catalog.values import RESERVED, Kind
from grader.errors import Place, Problem
from grader.messages import _


@dataclass(slots=True)
class Scope:
    """The names that a file may use, and its problems.

    `actors` and `checks` hold every declared name, also of those that could not be read (None), so
    that one mistake is reported once.  `values` is None outside of runs, where braces mean nothing.
    """

    problems: list[Problem]
    hidden: bool = False
    files: tuple[str, ...] = ()
    reserved: tuple[str, ...] = RESERVED
    limits: Limits = field(default_factory=Limits)
    actors: dict[str, Actor | None] = field(default_factory=dict)
    actor_classes: dict[str, type | None] = field(default_factory=dict)
    checks: dict[str, bool] = field(default_factory=dict)
    values: Mapping[str, Kind | None] | None = None
    #: The actors that have the port of another one.
    followers: set[str] = field(default_factory=set)
    #: The crowds whose `each` is being read.
    turns: list[str] = field(default_factory=list)
    #: For every check the classes of the steps that count for it.
    counted: dict[str, list[type]] = field(default_factory=dict)

    def add(self, place: Place, message: str, remedy: str = "") -> None:
        """Notes a problem."""
        self.problems.append(Problem(place, message, remedy))

    def crowd(self, name: str) -> int | None:
        """How many an actor is; None for one, and for a crowd of which each is meant in turn."""
        return None if name in self.turns else size_of(self.actors.get(name))

    def defaults(self, cls: type) -> Any:
        """An object whose values stand where a key of `cls` is left out; None: those of the class."""
        return self.limits if cls is Limits else None


def suggest(word: str, known: Collection[str]) -> str:
    """What may have been meant instead of `word`, as a remedy."""
    if not known:
        return ""
    from difflib import get_close_matches  # only mistakes pay for it

    small = {name.lower(): name for name in known}
    close = get_close_matches(word.lower(), small, n=1)
    if close:
        return _("did you mean `{name}`?").format(name=small[close[0]])
    return _("possible: {names}").format(names=listed(known))


def listed(names: Iterable[str]) -> str:
    """`a, b, c`"""
    return ", ".join(names)
