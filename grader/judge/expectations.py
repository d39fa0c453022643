"""What must be seen: the expectation types, as plain values.

A *look* is one `expect`, `nothing` or `await` of a run, with everything in it resolved: no
template is left by the time that it is judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Payload:
    """What a datagram (or a stretch of a TCP stream) must be.  Exactly one field is set.

    `json` is exact (as values: key order, spaces and escapes are free), `json_has` a subset of an
    object, `text` exact UTF-8 text, `line` the same with a line end behind it, `matches` a regular
    expression found anywhere in the text, `hex` exact bytes.
    """

    json: Any = None
    json_has: Mapping[str, Any] | None = None
    text: str | None = None
    matches: str | None = None
    hex: str | None = None
    line: str | None = None


@dataclass(frozen=True, slots=True)
class Prints:
    """Text on one line of a program's screen: every one of `texts`, in any order, or a match."""

    texts: tuple[str, ...] = ()
    matches: str | None = None


class LookKind(StrEnum):
    """`EXPECT` must be seen; `NOTHING` must not; `AWAIT` is an unscored expect that breaks the run if unmet."""

    EXPECT = "expect"
    NOTHING = "nothing"
    AWAIT = "await"
    ENDS = "ends"


@dataclass(frozen=True, slots=True)
class Look:
    """One question to a run.

    `step` is the index of its step in the played script, `at` the actors looked at (several only
    for NOTHING), `check` the check that it counts for (None for AWAIT).  For ENDS, `status` is the
    exit status asked for (None: any).  `connects`: a connection from the program comes in at a fake
    server (for NOTHING: no further one does); `closed`: the program closes the connection of a peer.
    """

    step: int
    kind: LookKind
    at: tuple[str, ...]
    check: str | None = None
    prints: Prints | None = None
    gets: Payload | None = None
    status: int | None = None
    connects: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Uses:
    """A name of a library that is referred to in any way, `socketserver.ThreadingMixIn` say."""

    name: str


@dataclass(frozen=True, slots=True)
class HasClass:
    """A class that derives from another, directly or through classes of the student's own, and defines a method."""

    derives_from: str
    defines: str | None = None


@dataclass(frozen=True, slots=True)
class SourceClaim:
    """A claim about the source of one program: any of `any_of` holds.  It adds to facts, it never replaces them."""

    check: str
    program: str
    any_of: tuple[Uses | HasClass, ...]
