"""The course as the YAML files say it: reading them, drawing values, binding a run to its values.

Every problem of a file is found at once and comes with its file, line and column.
"""

from grader.catalog.binding import BoundStep, Script, bind, script_for
from grader.catalog.loader import find_course, load_all, load_course, load_exercise
from grader.catalog.model import (
    Actor,
    Await,
    Check,
    Course,
    Ends,
    Exercise,
    Expect,
    Limits,
    Listens,
    Message,
    Nothing,
    Payload,
    Program,
    Reply,
    Run,
    Send,
    Start,
    Step,
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
    "Course",
    "Ends",
    "Exercise",
    "Expect",
    "Limits",
    "Listens",
    "Message",
    "Nothing",
    "Payload",
    "Program",
    "Reply",
    "Run",
    "Script",
    "Send",
    "Start",
    "Step",
    "Type",
    "UdpClient",
    "UdpServer",
    "bind",
    "draw",
    "encode",
    "find_course",
    "load_all",
    "load_course",
    "load_exercise",
    "script_for",
]
