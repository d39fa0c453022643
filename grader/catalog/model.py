"""The course as typed, frozen values: what the YAML files say, once read.

Every key that an instructor can write is a field of a dataclass here; its `doc` and `example`
become the JSON Schema's description and example, and the loader reads the YAML by these same
types (`catalog.shape`, `catalog.reader`).  A field named `for_` or `from_` is the key `for` or `from`.

What the types cannot say (a screen prints, a peer gets) stands in `catalog.rules`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from grader.catalog.actors import Actor, Link, Listens, Program, TcpClient, TcpServer, UdpClient, UdpServer, size_of
from grader.catalog.keys import CheckName, FileName, Localized, Name, Seconds, Vary, key
from grader.catalog.shape import Number, OneOrMore
from grader.catalog.steps import (
    Await,
    ClassSign,
    Close,
    Connect,
    Each,
    Ends,
    Expect,
    Fact,
    Message,
    Nothing,
    Parallel,
    Payload,
    Repeat,
    Reply,
    Restart,
    Send,
    Shuffle,
    Sign,
    Source,
    Start,
    Step,
    Type,
)
from grader.catalog.values import RESERVED
from grader.errors import Place


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on cost, in seconds; verdicts rest on facts wherever these can be avoided."""

    patience: Seconds = key("how long a look waits for a program that never comes to rest", 5, default=5.0)
    wall: Seconds = key("how long a run may take altogether", 60, default=60.0)
    cpu: Seconds = key("how much processor time the programs of a run may use", 10, default=10.0)


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
    facts: tuple[Fact, ...] = key(
        "claims about the whole run", [{"source": {"of": "server", "uses": "socket", "for": "answers"}}], default=()
    )
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


__all__ = [
    "COURSE_SCHEMA",
    "EXERCISE_SCHEMA",
    "Actor",
    "Await",
    "Check",
    "ClassSign",
    "Close",
    "Connect",
    "Course",
    "CourseFile",
    "Each",
    "Ends",
    "Exercise",
    "ExerciseFile",
    "Expect",
    "Fact",
    "HiddenFile",
    "Limits",
    "Link",
    "Listens",
    "Message",
    "Nothing",
    "Parallel",
    "Payload",
    "Program",
    "Repeat",
    "Reply",
    "Restart",
    "Run",
    "Send",
    "Shuffle",
    "Sign",
    "Source",
    "Start",
    "Step",
    "TcpClient",
    "TcpServer",
    "Type",
    "UdpClient",
    "UdpServer",
    "size_of",
]
