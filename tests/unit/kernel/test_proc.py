"""The readers of /proc against processes of which everything is known."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from grader.kernel import proc
from grader.witness.calls import NAMES
from tests.patience import until

from .conftest import StartChild

READY = "import os\nos.write(1, b'ready\\n')\n"


@pytest.fixture
def gone() -> int:
    """The id of a process that was here a moment ago."""
    ended = subprocess.Popen([sys.executable, "-I", "-S", "-c", ""])
    ended.wait()
    return ended.pid


def only_thread(pid: int, *, call_first: bool = False) -> proc.Thread:
    (one,) = proc.threads([pid], call_first=call_first)
    return one


def call_of(thread: proc.Thread) -> str | None:
    return None if thread[3] is None else NAMES.get(thread[3])


@pytest.mark.parametrize("call_first", [False, True])
def test_a_blocked_read_with_its_arguments(child: StartChild, call_first: bool) -> None:
    pid = child(READY + "os.read(0, 4321)").pid
    until(lambda: call_of(only_thread(pid)) == "read", "the child reads")
    one = only_thread(pid, call_first=call_first)
    assert one[:3] == (pid, pid, "S")
    assert (one[4][0], one[4][2]) == (0, 4321)
    assert len(one[4]) == 6


def test_a_thread_that_did_not_run_has_the_same_counters(child: StartChild) -> None:
    process = child(READY + "while True:\n    os.read(0, 1)")
    until(lambda: call_of(only_thread(process.pid)) == "read", "the child reads")
    before = only_thread(process.pid)
    assert only_thread(process.pid, call_first=True)[5:8] == before[5:8]
    assert process.stdin is not None
    process.stdin.write(b"x")
    until(lambda: only_thread(process.pid)[5] > before[5], "the child ran")
    assert only_thread(process.pid)[6] > before[6]


def test_a_busy_loop_runs_and_uses_its_processor(child: StartChild) -> None:
    pid = child(READY + "while True:\n    pass").pid
    until(lambda: only_thread(pid)[2] == "R", "the child runs")
    assert only_thread(pid)[3] is None, "a running thread has no system call"
    used = only_thread(pid)[6]
    until(lambda: only_thread(pid)[6] > used, "processor time grows")


def test_a_thread_that_waits_for_a_processor_says_how_long(child: StartChild) -> None:
    """Two loops pinned to one processor: each waits for it half of the time."""
    source = READY + f"os.sched_setaffinity(0, {{{min(os.sched_getaffinity(0))}}})\nwhile True:\n    pass"
    first, second = child(source).pid, child(source).pid
    until(lambda: only_thread(first)[7] > 10**6 and only_thread(second)[7] > 10**6, "both have waited for it")


def test_a_stopped_process(child: StartChild) -> None:
    pid = child(READY + "os.read(0, 1)").pid
    os.kill(pid, signal.SIGSTOP)
    os.waitid(os.P_PID, pid, os.WSTOPPED | os.WNOWAIT)
    assert only_thread(pid)[2] == "T"


def test_a_zombie_is_seen_as_one_thread_but_is_no_living_one(child: StartChild) -> None:
    process = child(READY)
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    one = proc.thread(process.pid, process.pid, call_first=False)
    assert one is not None
    assert one[2] == "Z"
    assert proc.threads([process.pid]) == []


def test_every_thread_is_listed(child: StartChild) -> None:
    pid = child(
        "import os, _thread\nr, w = os.pipe()\nfor _ in range(7):\n    _thread.start_new_thread(os.read, (r, 1))\n"
        "os.write(1, b'ready\\n')\nos.read(0, 1)"
    ).pid
    until(lambda: len(proc.threads([pid])) == 8, "all threads run")
    until(lambda: all(call_of(one) == "read" for one in proc.threads([pid])), "all threads read")
    assert len({one[1] for one in proc.threads([pid])}) == 8
    assert {one[0] for one in proc.threads([pid])} == {pid}
    assert proc.tids(pid)[0] == pid


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", False),
        ("signal.signal(signal.SIGALRM, print)", True),
        ("signal.signal(signal.SIGVTALRM, print)", True),
        ("signal.signal(signal.SIGPROF, print)", True),
        ("signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])", True),
        ("signal.signal(signal.SIGALRM, signal.SIG_IGN)", False),
        ("signal.signal(signal.SIGUSR1, print)", False),
        ("signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1, signal.SIGTERM])", False),
    ],
)
def test_alarms_that_are_caught_or_blocked(child: StartChild, source: str, expected: bool) -> None:
    pid = child(f"import _signal, signal\n{source}\n{READY}os.read(0, 1)").pid
    assert only_thread(pid)[8] is expected


def test_a_name_that_looks_like_the_status_file_forges_nothing(child: StartChild) -> None:
    forged = "open('/proc/self/comm', 'w').write('a\\nState:\\tZ')\n"
    pid = child(forged + READY + "os.read(0, 1)").pid
    until(lambda: call_of(only_thread(pid)) == "read", "the child reads")
    assert only_thread(pid)[2] == "S"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may join 60000 groups")
def test_a_status_file_of_half_a_megabyte_is_read_whole(child: StartChild) -> None:
    pid = child("import os\nos.setgroups(range(100000, 160000))\n" + READY + "os.read(0, 1)").pid
    until(lambda: call_of(only_thread(pid)) == "read", "the child reads")
    assert only_thread(pid)[2] == "S"


# --- families -------------------------------------------------------------------------------


def test_children_of_every_thread(child: StartChild) -> None:
    pid = child(
        "import os, _thread\nr, w = os.pipe()\ndef fork():\n    if os.fork() == 0:\n        os.read(0, 1)\n"
        "    os.write(w, b'x')\n    os.read(0, 1)\n"
        "_thread.start_new_thread(fork, ())\n_thread.start_new_thread(fork, ())\nos.read(r, 1)\nos.read(r, 1)\n"
        "os.write(1, b'ready\\n')\nos.read(0, 1)"
    ).pid
    assert len(proc.children(pid)) == 2


def test_descendants_come_after_their_parents(child: StartChild) -> None:
    source = "import os\nr, w = os.pipe()\n"
    source += "for _ in range(4):\n    if os.fork():\n        break\nelse:\n    os.write(1, b'ready\\n')\nos.read(r, 1)"
    pid = child(source).pid
    found = proc.descendants(pid)
    assert len(found) == 4
    for parent, below in zip([pid, *found], found, strict=False):
        assert proc.children(parent) == [below]
    assert pid not in found


def test_a_thousand_children_are_all_listed(child: StartChild) -> None:
    """One read of the `children` file gives a page of it only."""
    source = "import os\nr, w = os.pipe()\nfor _ in range(1000):\n    if os.fork() == 0:\n"
    source += "        os.close(w)\n        os.read(r, 1)\n        os._exit(0)\nos.write(1, b'ready\\n')\nos.read(0, 1)"
    process = child(source)
    try:
        assert len(proc.children(process.pid)) == 1000
    finally:
        process.kill()


def test_a_zombie_child_is_still_a_child(child: StartChild) -> None:
    pid = child("import os\nif os.fork() == 0:\n    os._exit(0)\n" + READY + "os.read(0, 1)").pid
    assert len(proc.children(pid)) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a pid namespace")
def test_the_number_inside_of_a_pid_namespace(child: StartChild) -> None:
    pid = child(
        "import ctypes, os\nctypes.CDLL(None).unshare(0x20000000)\nif os.fork() == 0:\n"
        "    os.write(1, b'ready\\n')\n    os.read(0, 1)\nos.wait()"
    ).pid
    (inner,) = proc.children(pid)
    assert proc.inner_threads(inner) == {1: inner}
    assert proc.inner_threads(pid) == {pid: pid}


# --- descriptors and timers -----------------------------------------------------------------


def test_what_each_descriptor_is(child: StartChild) -> None:
    pid = child(
        "import os, _socket\ns = _socket.socket(_socket.AF_INET, _socket.SOCK_DGRAM)\nos.dup2(s.fileno(), 20)\n"
        "os.dup2(os.open('/dev/null', 0), 21)\n" + READY + "os.read(0, 1)"
    ).pid
    found = proc.descriptors(pid)
    assert found is not None
    assert found[0].startswith("pipe:[")
    assert found[20].startswith("socket:[")
    assert found[21] == "/dev/null"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_descriptors_that_may_not_be_read_are_unknown_and_not_none() -> None:
    """`{}` would say that the process holds nothing."""
    pid = os.fork()
    if not pid:
        os.setresuid(65534, 65534, 65534)
        os._exit(0 if proc.descriptors(1) is None else 1)
    assert os.waitpid(pid, 0)[1] == 0


TIMERFD = "import ctypes, os, struct\nlibc = ctypes.CDLL(None)\nfd = libc.timerfd_create(1, 0)\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("", False, id="none"),
        pytest.param(TIMERFD, False, id="unarmed timerfd"),
        pytest.param(
            TIMERFD + "libc.timerfd_settime(fd, 0, struct.pack('4q', 0, 0, 1000, 0), None)", True, id="armed timerfd"
        ),
        pytest.param(
            "import ctypes\ntimer = ctypes.c_void_p()\nassert not ctypes.CDLL(None).timer_create(1, None, "
            "ctypes.byref(timer))",
            True,
            id="POSIX timer",
        ),
    ],
)
def test_timers(child: StartChild, source: str, expected: bool) -> None:
    pid = child(f"{source}\n{READY}os.read(0, 1)").pid
    assert proc.timed(pid, proc.descriptors(pid) or {}) is expected


def test_a_timerfd_that_cannot_be_read_is_unknown(gone: int) -> None:
    assert proc.timed(gone, {3: "anon_inode:[timerfd]"}) is None


# --- what is gone ---------------------------------------------------------------------------


@pytest.fixture(params=["ended", "never there"])
def absent(request: pytest.FixtureRequest, gone: int) -> int:
    return gone if request.param == "ended" else (1 << 22) + 1


def test_a_vanished_process_is_nothing_and_no_error(absent: int) -> None:
    assert proc.tids(absent) == []
    assert proc.children(absent) == []
    assert proc.descendants(absent) == []
    assert proc.thread(absent, absent, call_first=False) is None
    assert proc.thread(absent, absent, call_first=True) is None
    assert proc.threads([absent]) == []
    assert proc.descriptors(absent) == {}
    assert proc.inner_threads(absent) == {}
    assert proc.timed(absent, {}) is False
    assert proc.read(f"/proc/{absent}/status") is None


def test_processes_that_vanish_while_they_are_read_raise_nothing(child: StartChild) -> None:
    source = (
        "import os\nos.write(1, b'ready\\n')\nwhile True:\n    if os.fork() == 0:\n        os._exit(0)\n    os.wait()"
    )
    pid = child(source).pid
    for _ in range(300):
        below = proc.descendants(pid)
        proc.threads([pid, *below], call_first=True)
        for one in below:
            proc.descriptors(one)
            proc.timed(one, {0: "anon_inode:[timerfd]"})
            proc.inner_threads(one)
