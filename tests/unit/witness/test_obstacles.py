"""Each reason for which two passes prove nothing, on facts made by hand; and the facts that do prove it."""

from __future__ import annotations

import platform
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from grader.kernel.proc import Thread
from grader.kernel.sockets import LISTEN, TCP, UDP, Sock
from grader.witness import calls, settled
from grader.witness.calls import Wait

NUMBERS = {name: number for number, name in calls.NAMES.items()}
Facts = dict[str, Any]

pytestmark = pytest.mark.skipif(not calls.NAMES, reason=f"no table of system calls for {platform.machine()}")


def thread(
    name: str, *args: int, pid: int = 10, tid: int = 10, state: str = "S", switches: int = 5, alarms: bool = False
) -> Thread:
    return (pid, tid, state, NUMBERS[name], (*args, *[0] * (6 - len(args))), switches, 0, 0, alarms)


def facts(*threads: Thread) -> tuple[Facts, Facts]:
    """Both passes over processes at rest: `threads` of program `main`, below a stub."""
    keepers = [thread("wait4", pid=1, tid=1)]
    members = {"main": sorted({one[0] for one in threads})}
    first = {"members": members, "threads": list(threads), "keepers": keepers}
    second = {
        **first, "again": members, "tcp": [], "limits": {}, "timers": dict.fromkeys(members["main"], False),
        "fds": {pid: {0: "/dev/pts/1", 3: "socket:[77]"} for pid in members["main"]},
    }  # fmt: skip
    return deepcopy(first), deepcopy(second)


def reason(first: Facts, second: Facts, running: str = "main") -> str | None:
    found = settled.obstacle(first, second, frozenset({running} if running else ()))
    return found.reason if found is not None else None


@pytest.mark.parametrize(
    "one",
    [
        thread("read", 0),
        thread("recvfrom", 3),
        thread("futex", 0x7F00, 0x189, 0, 0),
        thread("wait4", 0xFFFFFFFF),
        thread("poll" if "poll" in NUMBERS else "ppoll", 0x7F00, 1, 0xFFFFFFFF if "poll" in NUMBERS else 0),
        thread("epoll_pwait", 4, 0x7F00, 10, 0xFFFFFFFF),
        thread("pselect6", 4, 0x7F00),
        thread("flock", 3, 2),
        thread("fcntl", 3, 7),
        thread("accept4", 3),
    ],
    ids=lambda one: calls.NAMES[one[3]],
)
def test_waits_for_ever_are_settled(one: Thread) -> None:
    assert reason(*facts(one)) is None


def test_several_programs_processes_and_threads_are_settled_together() -> None:
    first, second = facts(thread("read", 0), thread("futex", 1, 0, 0, 0, tid=11), thread("recvfrom", 3, pid=20, tid=20))
    assert reason(first, second) is None


Change = Callable[[Facts, Facts], None]


def later(**fields: Any) -> Change:
    """Changes the only thread's fields in the second pass."""

    def change(_first: Facts, second: Facts) -> None:
        names = ("pid", "tid", "state", "number", "args", "switches", "cpu", "delay", "alarms")
        values = dict(zip(names, second["threads"][0], strict=True)) | fields
        second["threads"] = [tuple(values[name] for name in names)]

    return change


def both(**fields: Any) -> Change:
    def change(first: Facts, second: Facts) -> None:
        later(**fields)(first, first)
        later(**fields)(first, second)

    return change


def setting(**fields: Any) -> Change:
    return lambda _first, second: second.update(fields)


def moving_keeper(first: Facts, _second: Facts) -> None:
    first["keepers"] = [thread("wait4", pid=1, tid=1, switches=4)]


def awake_keeper(first: Facts, second: Facts) -> None:
    first["keepers"] = second["keepers"] = [thread("wait4", pid=1, tid=1, state="R")]


def gone_keeper(_first: Facts, second: Facts) -> None:
    second["keepers"] = []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(later(switches=6), "a thread ran", id="ran"),
        pytest.param(later(state="R"), "state R", id="running"),
        pytest.param(both(state="D"), "state D", id="disk"),
        pytest.param(both(state="t"), "state t", id="traced"),
        pytest.param(later(tid=99), "the threads changed", id="another thread"),
        pytest.param(setting(members={"main": [10, 20]}), "the processes changed", id="a child"),
        pytest.param(setting(again={"main": [10, 20]}), "the processes changed", id="a child at the last moment"),
        pytest.param(setting(members={"main": []}), "without a process", id="no process"),
        pytest.param(both(alarms=True), "a timer", id="SIGALRM"),
        pytest.param(setting(timers={10: True}), "process 10 has a timer", id="POSIX timer"),
        pytest.param(setting(timers={10: None}), "process 10 cannot be read", id="unreadable"),
        pytest.param(setting(limits={(10, 0): True}), "time limit", id="SO_RCVTIMEO"),
        pytest.param(setting(limits={(10, 0): None}), "time limit", id="SO_RCVTIMEO unknown"),
        pytest.param(setting(fds={10: None}), "cannot be read", id="descriptors unreadable"),
        pytest.param(setting(fds={10: {}}), "cannot be read", id="closed meanwhile"),
        pytest.param(both(number=None, args=()), "unknown", id="no permission"),
        pytest.param(both(number=-1, args=()), "unknown", id="no call"),
        pytest.param(both(number=99999), "unknown", id="unknown call"),
        pytest.param(both(number=NUMBERS.get("connect")), "unknown", id="connect"),
        pytest.param(moving_keeper, "end may be on its way", id="keeper ran"),
        pytest.param(awake_keeper, "end may be on its way", id="keeper awake"),
        pytest.param(gone_keeper, "end may be on its way", id="keeper gone"),
        pytest.param(setting(tcp=None), "TCP cannot be seen", id="no TCP"),
    ],
)
def test_anything_that_may_be_under_way(change: Change, expected: str) -> None:
    first, second = facts(thread("read", 0))
    change(first, second)
    told = reason(first, second)
    assert told is not None
    assert expected in told


def test_a_program_whose_end_was_seen_needs_no_process() -> None:
    first, second = facts(thread("read", 0))
    first["members"] = second["members"] = second["again"] = {"main": [10], "other": []}
    assert reason(first, second) is None
    assert settled.obstacle(first, second, frozenset({"main", "other"})) is not None


@pytest.mark.parametrize("one", [thread("clock_nanosleep", 1, 1, 0x7F00), thread("epoll_pwait", 4, 0x7F00, 10, 500)])
def test_a_timed_wait_is_named_so_that_it_can_be_looked_into(one: Thread) -> None:
    found = settled.obstacle(*facts(thread("read", 0), one), frozenset({"main"}))
    assert found is not None
    assert found.timed == (one,)


def test_a_known_idle_loop_counts_until_its_thread_has_run() -> None:
    one = thread("epoll_pwait", 4, 0x7F00, 10, 500)
    assert settled.obstacle(*facts(one), frozenset({"main"}), {(10, 10, 5)}) is None
    assert settled.obstacle(*facts(one), frozenset({"main"}), {(10, 10, 4)}) is not None


def test_an_idle_loop_beside_something_that_moves_proves_nothing() -> None:
    first, second = facts(thread("epoll_pwait", 4, 0x7F00, 10, 500))
    second["timers"] = {10: True}
    assert settled.obstacle(first, second, frozenset({"main"}), {(10, 10, 5)}) is not None


@pytest.mark.parametrize(
    ("threads", "expected"), [([], False), (["S"], True), (["S", "R"], False), (["D"], False), (["T"], False)]
)
def test_pass_a_alone(threads: list[str], expected: bool) -> None:
    assert settled.at_rest([thread("read", 0, state=state) for state in threads]) is expected


# --- TCP ------------------------------------------------------------------------------------

ESTABLISHED, SYN_SENT, CLOSE = 1, 2, 7


def end(
    here: int, there: int, *, state: int = ESTABLISHED, sent: int = 0, received: int = 0, unsent: int = 0,
    unacknowledged: int = 0, window: int = 65535, retransmitted: int = 0,
) -> Sock:  # fmt: skip
    more = (sent, retransmitted, received, unsent, unacknowledged, window)
    return (TCP, 2, state, "127.0.0.1", here, "127.0.0.1", there, here, 0, 0, more)


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        pytest.param([], None, id="none"),
        pytest.param([end(1, 2, sent=5), end(2, 1, received=5)], None, id="all arrived"),
        pytest.param([end(1, 2, sent=5), end(2, 1, received=3)], "between the ends", id="on the way"),
        pytest.param([end(1, 2, sent=8, retransmitted=3), end(2, 1, received=5)], None, id="sent twice, arrived"),
        pytest.param([end(1, 2, unsent=4, unacknowledged=1), end(2, 1)], "unsent", id="Nagle"),
        pytest.param([end(1, 2, unsent=4), end(2, 1)], "unsent", id="has a window"),
        pytest.param([end(1, 2, unsent=4, window=0), end(2, 1)], None, id="the other end takes no more"),
        pytest.param([end(1, 2, state=SYN_SENT)], "handshake", id="handshake"),
        pytest.param([(TCP, 2, LISTEN, "0.0.0.0", 1, "0.0.0.0", 0, 1, 0, 0, None)], None, id="listening"),
        pytest.param([(TCP, 2, CLOSE, "127.0.0.1", 1, "0.0.0.0", 0, 1, 0, 0, None)], None, id="closed"),
        pytest.param([(TCP, 2, 1, "127.0.0.1", 1, "127.0.0.1", 2, 1, 0, 0, None)], "details", id="no details"),
        pytest.param([(TCP, 2, 1, "127.0.0.1", 1, "127.0.0.1", 2, 1, 0, 0, ())], "details", id="an old kernel"),
    ],
)
def test_what_tcp_has_under_way(ends: list[Sock], expected: str | None) -> None:
    told = settled.tcp_under_way(ends)
    assert (told is None) if expected is None else (told is not None and expected in told)


# --- calls ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "args", "expected"),
    [
        ("read", (0,), Wait.FOREVER),
        ("connect", (3,), Wait.UNKNOWN),
        ("clock_nanosleep", (1, 0, 1), Wait.SLEEP),
        ("pselect6", (1, 1, 1, 1, 0), Wait.FOREVER),
        ("pselect6", (1, 1, 1, 1, 0x7F00), Wait.TIMED),
        ("ppoll", (1, 1, 0), Wait.FOREVER),
        ("ppoll", (1, 1, 0x7F00), Wait.TIMED),
        ("epoll_pwait", (1, 1, 1, 0xFFFFFFFF), Wait.FOREVER),
        ("epoll_pwait", (1, 1, 1, 0xFFFFFFFFFFFFFFFF), Wait.FOREVER),
        ("epoll_pwait", (1, 1, 1, 0), Wait.TIMED),
        ("epoll_pwait", (1, 1, 1, 0x7FFFFFFF), Wait.TIMED),
        ("futex", (1, 0, 1, 0), Wait.FOREVER),
        ("futex", (1, 9 | 0x180, 1, 0), Wait.FOREVER),
        ("futex", (1, 9 | 0x180, 1, 0x7F00), Wait.TIMED),
        ("futex", (1, 1, 1, 0), Wait.UNKNOWN),  # FUTEX_WAKE: never blocks for long
        ("fcntl", (3, 7), Wait.FOREVER),
        ("fcntl", (3, 6), Wait.UNKNOWN),
        ("recvmmsg", (3, 1, 1, 0, 0), Wait.FOREVER),
        ("recvmmsg", (3, 1, 1, 0, 0x7F00), Wait.TIMED),
        ("semtimedop", (1, 1, 1, 0x7F00), Wait.TIMED),
        ("rt_sigtimedwait", (1, 1, 0), Wait.UNKNOWN),
        ("restart_syscall", (), Wait.UNKNOWN),
        ("openat", (), Wait.UNKNOWN),
    ],
)
def test_how_long_a_call_can_last(name: str, args: tuple[int, ...], expected: Wait) -> None:
    assert calls.kind(NUMBERS[name], (*args, *[0] * (6 - len(args)))) is expected


@pytest.mark.parametrize(("number", "args"), [(None, ()), (-1, ()), (99999, (0,) * 6), (0, (1, 2))])
def test_what_is_not_known_is_unknown(number: int | None, args: tuple[int, ...]) -> None:
    assert calls.kind(number, args) is Wait.UNKNOWN


def test_udp_sockets_are_no_tcp_ends() -> None:
    assert settled.tcp_under_way([(UDP, 2, CLOSE, "127.0.0.1", 1, "0.0.0.0", 0, 1, 9, 9, None)]) is None
