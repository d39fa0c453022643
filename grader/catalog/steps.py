"""What is sent and what must come, the steps of a run, and the facts that are claimed of all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from grader.catalog.actors import (
    ActorName,
    ActorsName,
    ClientName,
    CrowdName,
    ProgramName,
    ServerName,
    TcpClientName,
    TcpPeerName,
)
from grader.catalog.keys import (
    CountsFor,
    DottedName,
    EscapedText,
    HexBytes,
    Identifier,
    Line,
    OnlyTrue,
    Pattern,
    Status,
    TypedLine,
    key,
)
from grader.catalog.shape import Alternatives, Number, OneOrMore
from grader.errors import Place

# --- what is sent and what must come ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Message:
    """What the grader sends: exactly one of `json`, `text`, `line`, `hex`.

    `written` chooses the JSON spelling: `plain` (non-ASCII as it is), `escaped` (non-ASCII as \\u, as
    json.dumps does), `spaced` (blanks and line breaks), `reversed` (keys in the reverse order).
    """

    json: Any = key("a JSON value", {"msg": "{b}", "username": "{B}"}, choice="message", default=None)
    written: Literal["plain", "escaped", "spaced", "reversed"] = key(
        "how the JSON is spelled: plain, escaped, spaced or reversed", "escaped", default="plain"
    )
    text: EscapedText | None = key("UTF-8 text, with \\n \\t \\xNN escapes", "hello", choice="message", default=None)
    line: EscapedText | None = key("such text with a line end behind it", "hello", choice="message", default=None)
    hex: HexBytes | None = key("raw bytes in hexadecimal", "ff00", choice="message", default=None)


@dataclass(frozen=True, slots=True)
class Payload:
    """What must come: exactly one of the keys."""

    json: Any = key(
        "exactly this JSON value (key order, spaces and escapes are free)",
        {"msg": "{x}", "username": "server"},
        choice="payload",
        default=None,
    )
    json_has: Mapping[str, Any] | None = key(
        "a JSON object with at least these members", {"username": "server"}, choice="payload", default=None
    )
    text: EscapedText | None = key(
        "exactly this text, with \\n \\t \\xNN escapes", "{x}", choice="payload", default=None
    )
    line: EscapedText | None = key("exactly such text with a line end behind it", "{x}", choice="payload", default=None)
    matches: Pattern | None = key(
        "a regular expression, found anywhere in the text", "^[0-9]+:", choice="payload", default=None
    )
    hex: HexBytes | None = key("exactly these bytes, in hexadecimal", "ff00", choice="payload", default=None)


# --- steps ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Start:
    """Starts programs (several: at the same time) and waits until those that listen do."""

    place: Place
    start: OneOrMore[ProgramName] = key("the program, or a list of programs", "server")


@dataclass(frozen=True, slots=True)
class Restart:
    """Ends a program with all its processes, and starts it again."""

    place: Place
    restart: ProgramName = key("the program", "server")


@dataclass(frozen=True, slots=True)
class Type:
    """Types a line on a program's keyboard."""

    place: Place
    into: ProgramName = key("the program", "client")
    line: TypedLine = key("the line, without its end", "{x}")


@dataclass(frozen=True, slots=True)
class Connect:
    """TCP clients connect; several: at the same time."""

    place: Place
    connect: OneOrMore[TcpClientName] = key("the TCP client, or a list of them", "ann")


@dataclass(frozen=True, slots=True)
class Close:
    """TCP peers end their connections."""

    place: Place
    who: OneOrMore[TcpPeerName] = key("the TCP peer, or a list of them", "ann", short=True)
    how: Literal["close", "half", "reset"] = key(
        "close; half: it sends nothing more, but goes on reading; reset: it breaks off", "reset", default="close"
    )


@dataclass(frozen=True, slots=True)
class Send:
    """A peer sends a message: one of `json`, `text`, `line`, `hex` stands beside `from`."""

    place: Place
    from_: ClientName = key("the peer", "alice")
    message: Message = key("what it sends", inline=True)


@dataclass(frozen=True, slots=True)
class Reply:
    """A fake server answers whoever sent to it last: one of `json`, `text`, `line`, `hex` stands beside `from`."""

    place: Place
    from_: ServerName = key("the fake server", "fake")
    message: Message = key("what it answers", inline=True)


@dataclass(frozen=True, slots=True)
class Expect:
    """Something that must be seen: on a program's screen, or at a peer of the grader's."""

    place: Place
    at: ActorName = key("the program or peer", "server")
    prints: OneOrMore[Line] = key(
        "text on one line of the screen; a list: each, in any order", "hello", choice="look", default=()
    )
    matches: Pattern | None = key(
        "a regular expression, found on one line of the screen", "^[0-9]+ ", choice="look", default=None
    )
    gets: Payload | None = key(
        "the next datagram; over TCP: the next bytes", {"json": {"msg": "{x}"}}, choice="look", default=None
    )
    connects: ProgramName | None = key(
        "at a fake TCP server: the program that connects to it", "client", choice="look", default=None
    )
    closed: OnlyTrue = key("at a TCP peer: the program closes the connection", True, choice="look", default=False)
    for_: CountsFor = key("the check that it counts for", "answers_the_sender", kw_only=True)


@dataclass(frozen=True, slots=True)
class Await:
    """An expectation that no check counts; unmet, it breaks the run."""

    place: Place
    at: ActorName = key("the program or peer", "server")
    prints: OneOrMore[Line] = key(
        "text on one line of the screen; a list: each, in any order", "ready", choice="look", default=()
    )
    matches: Pattern | None = key(
        "a regular expression, found on one line of the screen", "^[0-9]+ ", choice="look", default=None
    )
    gets: Payload | None = key(
        "the next datagram; over TCP: the next bytes", {"text": "hello"}, choice="look", default=None
    )
    connects: ProgramName | None = key(
        "at a fake TCP server: the program that connects to it", "client", choice="look", default=None
    )
    closed: OnlyTrue = key("at a TCP peer: the program closes the connection", True, choice="look", default=False)


@dataclass(frozen=True, slots=True)
class Nothing:
    """What must not come: anything at a peer, `prints` on a screen, or a further connection (`connects`)."""

    place: Place
    at: OneOrMore[ActorsName] = key("the peer or program, or a list", ["alice", "bob"])
    prints: OneOrMore[Line] = key("for a screen: the text that must not come", "{x}", default=())
    connects: ProgramName | None = key(
        "for a fake TCP server: the program that must not connect once more", "client", default=None
    )
    for_: CountsFor = key("the check that it counts for", "answers_the_sender", kw_only=True)


@dataclass(frozen=True, slots=True)
class Ends:
    """A program must end by itself."""

    place: Place
    program: ProgramName = key("the program", "main")
    status: Status = key("its exit status; `any`: whatever it is", 0, default=0)
    for_: CountsFor | None = key(
        "the check that it counts for; without one, it breaks the run if unmet", "ends_by_itself", default=None
    )


@dataclass(frozen=True, slots=True)
class Repeat:
    """Plays steps several times."""

    place: Place
    times: Annotated[int, Number(whole=True, low=1, high=1000, drawn=True)] = key("how often", 3)
    steps: tuple[Step, ...] = key("the steps", [{"type": {"into": "client", "line": "{x}"}}])


@dataclass(frozen=True, slots=True)
class Each:
    """Plays steps for one after the other of a crowd; in them, its name means the one whose turn it is."""

    place: Place
    of: CrowdName = key("the crowd: a client with a `count`", "crowd")
    steps: tuple[Step, ...] = key("the steps", [{"send": {"from": "crowd", "text": "{crowd.index}"}}])


@dataclass(frozen=True, slots=True)
class Parallel:
    """Plays all its acts at once; its looks may be met in any order."""

    place: Place
    parallel: tuple[OneOrMore[Step], ...] = key(
        "a list of steps, or of lists of steps that keep their order",
        [{"send": {"from": "alice", "text": "{a}"}}, {"send": {"from": "bob", "text": "{b}"}}],
    )


@dataclass(frozen=True, slots=True)
class Shuffle:
    """Plays its parts one after the other, in an order drawn from the seed."""

    place: Place
    shuffle: tuple[OneOrMore[Step], ...] = key(
        "a list of steps, or of lists of steps that stay together",
        [{"send": {"from": "alice", "text": "{a}"}}, {"send": {"from": "bob", "text": "{b}"}}],
    )


Step = (
    Start
    | Restart
    | Type
    | Connect
    | Send
    | Reply
    | Close
    | Expect
    | Await
    | Nothing
    | Ends
    | Repeat
    | Each
    | Parallel
    | Shuffle
)


# --- facts ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClassSign:
    """A class of the source: what it derives from, over whatever other classes, and a method that it defines."""

    shown_as: ClassVar[str] = "class"

    derives_from: DottedName = key("a class of a library", "socketserver.BaseRequestHandler")
    defines: Identifier | None = key("a method that is defined", "handle", default=None)


@dataclass(frozen=True, slots=True)
class Sign:
    """One of several things that the source may show."""

    shown_as: ClassVar[str] = "any"

    class_: ClassSign | None = key("a class", {"derives_from": "socketserver.TCPServer"}, choice="sign", default=None)
    uses: DottedName | None = key(
        "a name of a library that is used", "socketserver.ThreadingMixIn", choice="sign", default=None
    )


@dataclass(frozen=True, slots=True)
class Source:
    """A claim about the source of a program.  It adds to what a check sees, and never stands alone."""

    of: ProgramName = key("the program", "server")
    class_: ClassSign | None = key(
        "a class",
        {"derives_from": "socketserver.BaseRequestHandler", "defines": "handle"},
        choice="sign",
        default=None,
    )
    uses: DottedName | None = key(
        "a name of a library that is used", "socketserver.ThreadingTCPServer", choice="sign", default=None
    )
    any_: tuple[Sign, ...] = key(
        "a list: at least one of these",
        [{"uses": "socketserver.ThreadingMixIn"}, {"uses": "socketserver.ForkingMixIn"}],
        choice="sign",
        default=(),
    )
    for_: CountsFor = key("the check that it counts for", "threading_server", kw_only=True)


Fact = Annotated[Source, Alternatives((Source,))]
