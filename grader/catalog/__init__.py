"""The course as the YAML files say it: reading them, drawing values, binding a run to its values.

Every problem of a file is found at once and comes with its file, line and column.

What this package gives is imported when it is asked for: `grader list` needs little of it, and is to be
there at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.catalog.binding import BoundStep, Script, bind, script_for
    from grader.catalog.casting import actors_of, base_actor
    from grader.catalog.loader import load_all, load_course, load_exercise
    from grader.catalog.location import find_course
    from grader.catalog.model import (
        Actor,
        Await,
        Check,
        Close,
        Connect,
        Course,
        Each,
        Ends,
        Exercise,
        Expect,
        Limits,
        Link,
        Listens,
        Message,
        Nothing,
        Payload,
        Program,
        Reply,
        Restart,
        Run,
        Send,
        Source,
        Start,
        Step,
        TcpClient,
        TcpServer,
        Type,
        UdpClient,
        UdpServer,
    )
    from grader.catalog.payloads import encode
    from grader.catalog.values import draw

__all__ = [
    "Actor",
    "Await",
    "BoundStep",
    "Check",
    "Close",
    "Connect",
    "Course",
    "Each",
    "Ends",
    "Exercise",
    "Expect",
    "Limits",
    "Link",
    "Listens",
    "Message",
    "Nothing",
    "Payload",
    "Program",
    "Reply",
    "Restart",
    "Run",
    "Script",
    "Send",
    "Source",
    "Start",
    "Step",
    "TcpClient",
    "TcpServer",
    "Type",
    "UdpClient",
    "UdpServer",
    "actors_of",
    "base_actor",
    "bind",
    "draw",
    "encode",
    "find_course",
    "load_all",
    "load_course",
    "load_exercise",
    "script_for",
]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from importlib import import_module

        for room in ("binding", "casting", "loader", "location", "model", "payloads", "values"):
            module = import_module(f"{__name__}.{room}")
            if hasattr(module, name):
                return getattr(module, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
