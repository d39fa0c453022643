"""Idle loops of the standard library: a timed wait whose continuation is known.

A thread that waits with a timeout is not at rest, since what comes after is unknown; but in
`socketserver.BaseServer.serve_forever` it is known: the loop asks again.  The code is known only
while it is the library's own, so the frames' files must be the interpreter's, and no file of the
submission may contain the name of the hook that the loop calls (a stack cannot show an override).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

#: The hook that serve_forever calls in every round.
HOOK = "service_actions"

#: What ends the loop from another thread: set by hand, nothing would show it.
_FLAG = "shutdown_request"

_STDLIB = str(Path(os.__file__).parent)
_LOOP = (f"{_STDLIB}/socketserver.py", "BaseServer.serve_forever")
_SHUTDOWN = "BaseServer.shutdown"
_SELECT = (f"{_STDLIB}/selectors.py", "select")


def may_idle(files: Mapping[str, bytes]) -> bool:
    """Whether an idle loop of a submission's programs is certain to be the library's own."""
    return not any(
        word.encode() in content for name, content in files.items() if name.endswith(".py") for word in (HOOK, _FLAG)
    )


def idle_threads(stacks: bytes, inner: Mapping[int, int]) -> frozenset[int]:
    """The threads of a process whose stack stands in an idle loop, by their number outside.

    `stacks` is the stack reader's output; `inner` maps thread numbers in the process's pid
    namespace to those outside.
    """
    try:
        threads = json.loads(stacks)
    except ValueError:
        return frozenset()
    if any(frame["name"] == _SHUTDOWN for thread in threads for frame in thread["frames"]):
        return frozenset()  # shutdown() has asked the loop to end, which it does at its next round
    found = set()
    for thread in threads:
        frames = [(frame["filename"], frame["name"]) for frame in thread["frames"][:2]]
        if _is_loop(frames) and thread["os_thread_id"] in inner:
            found.add(inner[thread["os_thread_id"]])
    return frozenset(found)


def _is_loop(frames: Iterable[tuple[str, str]]) -> bool:
    inner, outer = (*frames, ("", ""), ("", ""))[:2]
    return inner[0] == _SELECT[0] and inner[1].endswith("select") and outer == _LOOP
