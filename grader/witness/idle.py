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

#: The hook that serve_forever calls in every round.
HOOK = "service_actions"

_STDLIB = os.path.dirname(os.__file__)
_LOOP = (f"{_STDLIB}/socketserver.py", "BaseServer.serve_forever")
_SELECT = (f"{_STDLIB}/selectors.py", "select")


def may_idle(files: Mapping[str, bytes]) -> bool:
    """Whether an idle loop of a submission's programs is certain to be the library's own."""
    return not any(HOOK.encode() in content for name, content in files.items() if name.endswith(".py"))


def idle_threads(stacks: bytes, inner: Mapping[int, int]) -> frozenset[int]:
    """The threads of a process whose stack stands in an idle loop, by their number outside.

    `stacks` is the stack reader's output; `inner` maps thread numbers in the process's pid
    namespace to those outside.
    """
    try:
        threads = json.loads(stacks)
    except ValueError:
        return frozenset()
    found = set()
    for thread in threads:
        frames = [(frame["filename"], frame["name"]) for frame in thread["frames"][:2]]
        if _is_loop(frames) and thread["os_thread_id"] in inner:
            found.add(inner[thread["os_thread_id"]])
    return frozenset(found)


def _is_loop(frames: Iterable[tuple[str, str]]) -> bool:
    inner, outer = (*frames, ("", ""), ("", ""))[:2]
    return inner[0] == _SELECT[0] and inner[1].endswith("select") and outer == _LOOP
