"""The settled state: is every thread blocked, at one instant, in a call that only the grader can end?

Two passes read all threads; between them everything that may still be under way is sampled.  A
thread that is blocked in both passes and whose switch counters did not move has not run in
between, so at the instant between the passes all were blocked together.  A blocked thread whose
data has arrived is runnable, not blocked, so pending data shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.kernel.proc import Thread
from grader.kernel.sockets import LISTEN, Sock
from grader.witness import calls

_ESTABLISHED, _SYN_SENT, _SYN_RECV = 1, 2, 3


def at_rest(threads: list[Thread]) -> bool:
    """Whether pass A alone leaves it open that the set is settled."""
    return bool(threads) and all(thread[2] == "S" for thread in threads)


def why_not(first: Mapping[str, Any], second: Mapping[str, Any], running: frozenset[str]) -> str | None:
    """Why two passes do not prove that the set is settled; None when they do.

    `running` are the programs that have not been seen to end: each must show a thread (a program
    between its fork and the first look at it shows none).
    """
    if not _still(first["keepers"], second["keepers"]):
        return "a program's end may be on its way"
    before = {(thread[0], thread[1]): thread for thread in first["threads"]}
    after: list[Thread] = second["threads"]
    for name in running:
        if not second["members"].get(name):
            return "a program without a process"
    if first["members"] != second["members"] or second["members"] != second["again"]:
        return "the processes changed"
    if {(thread[0], thread[1]) for thread in after} != set(before):
        return "the threads changed"
    for thread in after:
        old = before[thread[0], thread[1]]
        if thread[2] != "S" or old[2] != "S":
            return f"a thread is in state {thread[2]}"
        if thread[5] != old[5]:
            return "a thread ran"
    for thread in after:
        reason = _not_for_ever(thread, second)
        if reason:
            return reason
    for pid, timed in second["timers"].items():
        if timed is not False:
            return f"process {pid} has a timer" if timed else f"process {pid} cannot be read"
    return _tcp_under_way(second["tcp"])


def _still(before: list[Thread], after: list[Thread]) -> bool:
    """Whether the processes above the programs slept through both passes."""
    return [(one[0], one[1], one[2], one[5]) for one in before] == [
        (one[0], one[1], "S", one[5]) for one in after if one[2] == "S"
    ]


def _not_for_ever(thread: Thread, facts: Mapping[str, Any]) -> str | None:
    pid, _tid, _state, number, args, _switches, _cpu, _delay, alarms = thread
    if alarms:
        return "a signal of a timer is caught or blocked"
    kind = calls.kind(number, args)
    if kind is not calls.Wait.FOREVER:
        return f"a thread waits in {calls.NAMES.get(number or 0, number)}: {kind}"
    if calls.NAMES.get(number or 0) in calls.ON_DESCRIPTOR:
        fds = facts["fds"].get(pid)
        if fds is None or args[0] not in fds:
            return "a descriptor that is waited on cannot be read"
        if facts["limits"].get((pid, args[0]), False) is not False:
            return "the socket that is waited on has a time limit"
    return None


def _tcp_under_way(found: list[Sock] | None) -> str | None:
    """TCP is called not settled as a whole until its own rules are here."""
    if found is None:
        return "TCP cannot be seen"
    for sock in found:
        if sock[2] != LISTEN and sock[7]:
            return "a TCP connection"
    return None
