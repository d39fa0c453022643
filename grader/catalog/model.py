"""The course as typed, frozen values: what the YAML files say, once read.

Every key that an instructor can write is a field of a dataclass here; its `doc` and `example`
become the JSON Schema's description and example, and the loader reads the YAML by these same
types (`catalog.shape`, `catalog.reader`).  A field named `for_` or `from_` is the key `for` or `from`.

What the types cannot say (a screen prints, a peer gets) stands in `catalog.rules`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from grader.catalog.shape import (
    CheckReference,
    Listening,
    Number,
    OneOrMore,
    Reference,
    Table,
    Text,
    Translated,
)
from grader.catalog.values import RESERVED
from grader.errors import Place
from grader.messages import N_


def key(doc: str, example: Any = None, *, choice: str | None = None, inline: bool = False, **default: Any) -> Any:
    """A field with what the JSON Schema says of it; without `default` the key is required.

    Of the keys with the same `choice` exactly one must stand there.  The keys of an `inline` class
    stand among those of the class that holds it.
    """
    return field(metadata={"doc": doc, "example": example, "choice": choice, "inline": inline}, **default)


#: A text in the languages of the course, {"en": ..., "zh": ...}.
Localized = Annotated[Mapping[str, str], Translated()]

# What a text is for decides how it is checked and how drawn values are put into it.
Name = Annotated[str, Text("id")]
FileName = Annotated[str, Text("file")]
Line = Annotated[str, Text("line")]
TypedLine = Annotated[str, Text("typed")]
EscapedText = Annotated[str, Text("escaped")]
Pattern = Annotated[str, Text("pattern")]
HexBytes = Annotated[str, Text("hex")]
CheckName = Annotated[str, CheckReference()]
CountsFor = Annotated[str, CheckReference(counts=True)]
Vary = Annotated[Mapping[str, str], Table(Text("vary"), names="value")]
Seconds = Annotated[float, Number(above=0, high=3600)]
Port = Annotated[int, Number(whole=True, low=1, high=65535)]
Status = Annotated[int | None, Number(whole=True, low=0, high=255, drawn=True, or_any=True)]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on cost, in seconds; verdicts rest on facts wherever these can be avoided."""

    patience: Seconds = key("how long a look waits for a program that never comes to rest", 5, default=5.0)
    wall: Seconds = key("how long a run may take altogether", 60, default=60.0)
    cpu: Seconds = key("how much processor time the programs of a run may use", 10, default=10.0)


# --- actors ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listens:
    """`9090/udp`: what a program must listen on.  `port` None: any port is right (`any/udp`)."""

    port: int | None
    protocol: str


@dataclass(frozen=True, slots=True)
class Program:
    """A program of the student's, run as a process on a terminal of its own."""

    kind: ClassVar[str] = N_("a program")

    name: str
    place: Place
    program: FileName = key("the student's file, run as `python FILE`", "server.py")
    listens: Annotated[Listens | None, Listening()] = key(
        "what it must listen on before the run goes on: PORT/udp, PORT/tcp, or any/udp, any/tcp",
        "9090/udp",
        default=None,
    )


ProgramName = Annotated[str, Reference((Program,))]


@dataclass(frozen=True, slots=True)
class UdpClient:
    """A UDP client played by the grader."""

    kind: ClassVar[str] = N_("a UDP client")

    name: str
    place: Place
    udp_client: ProgramName = key("the program whose port it talks to", "server")


@dataclass(frozen=True, slots=True)
class UdpServer:
    """A UDP server played by the grader, bound before any program starts."""

    kind: ClassVar[str] = N_("a fake UDP server")

    name: str
    place: Place
    udp_server: Port = key("the port on 127.0.0.1 that it binds", 9090)


Actor = Program | UdpClient | UdpServer

ClientName = Annotated[str, Reference((UdpClient,))]
ServerName = Annotated[str, Reference((UdpServer,))]
ActorName = Annotated[str, Reference((Program, UdpClient, UdpServer))]


# --- what is sent and what must come ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Message:
    """What the grader sends: exactly one of `json`, `text`, `hex`.

    `written` chooses the JSON spelling: `plain` (non-ASCII as it is), `escaped` (non-ASCII as \\u, as
    json.dumps does), `spaced` (blanks and line breaks), `reversed` (keys in the reverse order).
    """

    json: Any = key("a JSON value", {"msg": "{b}", "username": "{B}"}, choice="message", default=None)
    written: Literal["plain", "escaped", "spaced", "reversed"] = key(
        "how the JSON is spelled: plain, escaped, spaced or reversed", "escaped", default="plain"
    )
    text: EscapedText | None = key("UTF-8 text, with \\n \\t \\xNN escapes", "hello", choice="message", default=None)
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
class Type:
    """Types a line on a program's keyboard."""

    place: Place
    into: ProgramName = key("the program", "client")
    line: TypedLine = key("the line, without its end", "{x}")


@dataclass(frozen=True, slots=True)
class Send:
    """A peer sends a message: one of `json`, `text`, `hex` stands beside `from`."""

    place: Place
    from_: ClientName = key("the peer", "alice")
    message: Message = key("what it sends", inline=True)


@dataclass(frozen=True, slots=True)
class Reply:
    """A fake server answers whoever sent to it last: one of `json`, `text`, `hex` stands beside `from`."""

    place: Place
    from_: ServerName = key("the fake server", "fake")
    message: Message = key("what it answers", inline=True)


@dataclass(frozen=True, slots=True)
class Expect:
    """Something that must be seen: on a program's screen (`prints`, `matches`) or at a peer (`gets`)."""

    place: Place
    at: ActorName = key("the program or peer", "server")
    prints: OneOrMore[Line] = key(
        "text on one line of the screen; a list: each, in any order", "hello", choice="look", default=()
    )
    matches: Pattern | None = key(
        "a regular expression, found on one line of the screen", "^[0-9]+ ", choice="look", default=None
    )
    gets: Payload | None = key("the next datagram", {"json": {"msg": "{x}"}}, choice="look", default=None)
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
    gets: Payload | None = key("the next datagram", {"text": "hello"}, choice="look", default=None)


@dataclass(frozen=True, slots=True)
class Nothing:
    """What must not come: anything at a peer, or `prints` on a screen."""

    place: Place
    at: OneOrMore[ActorName] = key("the peer or program, or a list", ["alice", "bob"])
    prints: OneOrMore[Line] = key("for a screen: the text that must not come", "{x}", default=())
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


Step = Start | Type | Send | Reply | Expect | Await | Nothing | Ends | Repeat | Parallel | Shuffle


# --- checks, runs, exercise, course -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Check:
    """One scored claim about a submission."""

    id: str
    place: Place
    title: Localized = key(
        "what the check claims", {"en": "Only the sender gets the answer", "zh": "只有发送者收到回复"}
    )
    points: Annotated[float, Number(above=0, high=1000)] = key("what it is worth", 2)
    hints: tuple[Localized, ...] = key(
        "hints, each more explicit than the one before",
        [{"en": "recvfrom() returns two values.", "zh": "recvfrom() 返回两个值。"}],
        default=(),
    )
    requires: OneOrMore[CheckName] = key("checks without which a pass does not count", ["prints_message"], default=())
    bonus: bool = key("a stretch goal: adds points, never costs any", True, default=False)
    show: Literal["full", "actual", "none"] = key(
        "how much of a hidden check a student sees: full, actual (what the submission did) or none",
        "none",
        default="full",
    )
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """One playing of the programs: a list of steps that serves one or more checks."""

    id: str
    place: Place
    steps: tuple[Step, ...] = key("what is done and looked at, in order", [{"start": "server"}])
    vary: Vary = key("values drawn from the seed: name: kind", {"x": "chinese"}, default_factory=dict)
    limits: Limits | None = key("limits of this run alone", {"patience": 10}, default=None)
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Exercise:
    """One task, its public and (where they are at hand) its hidden checks and runs together.

    `reserved` are the lines of the course that no drawn value is or contains.
    """

    id: str
    path: Path
    title: Mapping[str, str]
    files: tuple[str, ...]
    actors: Mapping[str, Actor]
    checks: Mapping[str, Check]
    runs: Mapping[str, Run]
    limits: Limits = Limits()
    reserved: tuple[str, ...] = RESERVED

    @property
    def has_hidden(self) -> bool:
        """Whether hidden checks were read along."""
        return any(check.hidden for check in self.checks.values())


@dataclass(frozen=True, slots=True)
class Course:
    """`exercises.yaml`: the order of the exercises and what holds for all of them."""

    id: str
    root: Path
    title: Mapping[str, str]
    exercises: tuple[str, ...]
    limits: Limits = Limits()
    reserved: tuple[str, ...] = RESERVED


# --- the files ------------------------------------------------------------------------------

#: Where the checks of an exercise and the Python beside them agree on what the keys mean.
EXERCISE_SCHEMA = "grader/exercise/v1"
COURSE_SCHEMA = "grader/course/v1"

_ACTORS = {"server": {"program": "server.py", "listens": "9090/udp"}, "alice": {"udp_client": "server"}}
_CHECKS = {"answers": {"points": 2, "title": {"en": "The server answers", "zh": "服务器会回复"}}}
_RUNS = {"one_client": {"steps": [{"start": "server"}]}}


@dataclass(frozen=True, slots=True)
class ExerciseFile:
    """What a student sees of an exercise: `exercises/ID/exercise.yaml`."""

    shown_as: ClassVar[str] = "exercise.yaml"

    schema: Literal["grader/exercise/v1"] = key("the version of this language", EXERCISE_SCHEMA)
    id: Name = key("the exercise, named as its folder", "03_udp_chat")
    title: Localized = key("its title", {"en": "The QQ chat", "zh": "QQ 聊天"})
    files: tuple[FileName, ...] = key("the files that a student hands in", ["server.py", "client.py"])
    actors: Mapping[str, Actor] = key("who takes part: the student's programs, and peers of the grader's", _ACTORS)
    checks: Mapping[str, Check] = key("what is scored", _CHECKS)
    runs: Mapping[str, Run] = key("what is played; each expectation names the check that it counts for", _RUNS)
    limits: Limits = key("limits of this exercise", {"wall": 120}, default=Limits())


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenFile:
    """What a student does not see: `tests/hidden/ID.yaml`, further actors, checks and runs."""

    shown_as: ClassVar[str] = "tests/hidden/ID.yaml"

    schema: Literal["grader/exercise/v1"] = key("the version of this language", EXERCISE_SCHEMA)
    id: Name = key("the exercise that it adds to", "03_udp_chat")
    checks: Mapping[str, Check] = key("further checks, hidden", _CHECKS)
    actors: Mapping[str, Actor] = key("further actors", {"carol": {"udp_client": "server"}}, default_factory=dict)
    runs: Mapping[str, Run] = key("further runs, which count for hidden checks only", _RUNS, default_factory=dict)


@dataclass(frozen=True, slots=True)
class CourseFile:
    """The course: `exercises.yaml`."""

    shown_as: ClassVar[str] = "exercises.yaml"

    schema: Literal["grader/course/v1"] = key("the version of this language", COURSE_SCHEMA)
    id: Name = key("the course", "network_and_processes")
    title: Localized = key("its title", {"en": "Network programming in Python", "zh": "Python 网络编程"})
    exercises: tuple[Name, ...] = key("the exercises in their order", ["03_udp_chat"])
    limits: Limits = key("limits of all exercises", {"patience": 5, "wall": 60}, default=Limits())
    reserved: tuple[str, ...] = key(
        "lines that programs may give a meaning of their own: no drawn value is or contains one, no step types one",
        ["q", "quit", "bye"],
        default=RESERVED,
    )
