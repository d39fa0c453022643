"""The settled state: is every thread blocked, at one instant, in a call that only the grader can end?

Two passes read all threads; between them everything that may still be under way is sampled.  A
thread that is blocked in both passes and whose switch counters did not move has not run in
between, so at the instant between the passes all were blocked together.  A blocked thread whose
data has arrived is runnable, not blocked, so pending data shows.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

from grader.kernel.proc import Thread
from grader.kernel.sockets import LISTEN, Sock
from grader.witness import calls

#: tcp_states.h
_SYN_SENT, _SYN_RECV, _FIN_WAIT1, _FIN_WAIT2, _CLOSED, _LAST_ACK, _CLOSING, _NEW_SYN_RECV = 2, 3, 4, 5, 7, 9, 11, 12


def at_rest(threads: list[Thread]) -> bool:
    """Whether pass A alone leaves it open that the set is settled."""
    return bool(threads) and all(thread[2] == "S" for thread in threads)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why two passes do not prove that the set is settled.

    `timed`: threads that wait with a timeout, when they are all that stands in the way; where each
    stands in a known idle loop, or sleeps beyond the end of the run, the set is settled all the same.
    """

    reason: str
    timed: tuple[Thread, ...] = ()


def obstacle(
    first: Mapping[str, Any],
    second: Mapping[str, Any],
    running: frozenset[str],
    idle: Container[tuple[int, int, int]] = (),
) -> Obstacle | None:
    """What keeps two passes from proving that the set is settled; None when they prove it.

    `running` are the programs that have not been seen to end: each must show a thread (a program
    between its fork and the first look at it shows none).  `idle` holds (pid, tid, switches) of
    threads whose timed wait was found to be as good as for ever; it holds no longer once the thread has run.
    """
    moved = _moved(first, second, running)
    if moved:
        return Obstacle(moved)
    for pid, timed in second["timers"].items():
        if timed is not False:
            return Obstacle(f"process {pid} has a timer" if timed else f"process {pid} cannot be read")
    under_way = tcp_under_way(second["tcp"])
    if under_way:
        return Obstacle(under_way)
    waiting: list[Thread] = []
    for thread in second["threads"]:
        reason = _not_for_ever(thread, second)
        if reason and calls.kind(thread[3], thread[4]) not in (calls.Wait.TIMED, calls.Wait.SLEEP):
            return Obstacle(reason)
        if reason and (thread[0], thread[1], thread[5]) not in idle:
            waiting.append(thread)
    return Obstacle("a thread waits with a timeout", tuple(waiting)) if waiting else None


def _moved(first: Mapping[str, Any], second: Mapping[str, Any], running: frozenset[str]) -> str | None:
    """What ran between the passes, or may have."""
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
    return None


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


def tcp_under_way(found: list[Sock] | None) -> str | None:
    """What TCP still has to deliver, by what each end has sent and the other received (None: nothing).

    Sent bytes that the other end has not received will wake it; bytes not sent yet wait for room or
    for an acknowledgement (Nagle), unless nothing is unacknowledged and the window is closed: then
    the reader has stopped reading, and only that can change it.  A handshake is to come to its end
    and may wake whoever accepts, unless the listener's queue is full: then it waits for an accept.
    """
    if found is None:
        return "TCP cannot be seen"
    # sk_acceptq_is_full() (net/sock.h); sock_diag gives the length of the queue and its limit as the two queues.
    full = {sock[4] for sock in found if sock[2] == LISTEN and sock[8] > sock[9]}
    ends = {(sock[3], sock[4], sock[5], sock[6]): sock for sock in found}
    for sock in found:
        state, more = sock[2], sock[10]
        if state in (LISTEN, _CLOSED):
            continue
        if state in (_SYN_SENT, _SYN_RECV, _NEW_SYN_RECV):
            if (sock[6] if state == _SYN_SENT else sock[4]) in full:
                continue
            return "a TCP handshake"
        if not more and state == _FIN_WAIT2:
            continue  # a closed socket's remains: everything is sent, and nobody reads it any more
        if not more:
            return "TCP details cannot be seen"
        sent, retransmitted, _received, unsent, unacknowledged, window = more
        if unsent and (unacknowledged or window):
            return "unsent bytes on a TCP connection"
        other = ends.get((sock[5], sock[6], sock[3], sock[4]))
        if other is not None and other[10] and sent - retransmitted > other[10][2]:
            return "bytes between the ends of a TCP connection"
        if state in (_FIN_WAIT1, _LAST_ACK, _CLOSING) and unacknowledged:
            return "a TCP connection that is being closed"
    return None
