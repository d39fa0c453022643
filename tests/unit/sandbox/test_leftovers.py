"""Nothing of a run outlives it: not when its space closes, not when the worker or the broker is killed."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.kernel import proc
from grader.sandbox import policy
from grader.sandbox.policy import Policy, plan
from grader.sandbox.spaces import Sandbox
from tests.forbidding import known_machine, stand_in
from tests.leftovers import nothing_left
from tests.patience import until, until_gone

from .conftest import Bench

ROOT = Path(__file__).resolve().parents[3]

#: Ways out of a program's own process, each of which says `out` once it is there and then stays.
STAY = "print('out', flush=True)\nwhile True:\n    signal.pause()\n"
ESCAPES = {
    "a child": "if os.fork() == 0:\n    " + STAY.replace("\n", "\n    "),
    "an orphan": "if os.fork() == 0:\n    " + STAY.replace("\n", "\n    ") + "\n",
    "a daemon of the textbook": (
        "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        os.chdir('/')\n"
        "        for fd in (0, 1):\n            pass\n        "
        + STAY.replace("\n", "\n        ")
        + "\n    os._exit(0)\n"
    ),
    "ignores every signal": (
        "for n in set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP}:\n"
        "    signal.signal(n, signal.SIG_IGN)\n" + STAY
    ),
    "blocks every signal": "signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())\n"
    "print('out', flush=True)\nimport threading\nthreading.Event().wait()\n",
    "a new process group": "os.setpgid(0, 0) if os.fork() == 0 else None\n" + STAY,
    "stopped": "if os.fork() == 0:\n    os.kill(os.getpid(), signal.SIGSTOP)\n    os._exit(0)\n"
    "os.waitid(os.P_ALL, 0, os.WSTOPPED | os.WNOWAIT)\n" + STAY,
    "many threads": "import threading\nfor _ in range(30):\n    threading.Thread(target=signal.pause).start()\n" + STAY,
    "multiprocessing": "import multiprocessing as m\nif __name__ == '__main__':\n    m.set_start_method('spawn')\n"
    "    p = m.Process(target=signal.pause)\n    p.start()\n    " + STAY.replace("\n", "\n    "),
    "forks without end": "print('out', flush=True)\nwhile True:\n    if os.fork():\n        os._exit(0)\n",
    "a tree": "for _ in range(5):\n    os.fork()\n" + STAY,
    "another program": "import subprocess\n"
    "subprocess.Popen(['/bin/sh', '-c', 'trap \"\" TERM HUP; cat'], start_new_session=True)\n" + STAY,
}


@pytest.mark.parametrize("name", ESCAPES)
def test_every_process_is_gone_when_its_space_is_closed(bench: Bench, name: str) -> None:
    program = bench.run("import os, signal\n" + ESCAPES[name])
    program.until_printed("out")
    before = set(proc.descendants(bench.sandbox._pid))
    assert before
    bench.space.close()
    assert bench.sandbox.features, "closing is answered"
    assert not before & set(proc.descendants(bench.sandbox._pid))
    assert proc.children(bench.sandbox._pid) == []


def test_an_orphan_of_an_ended_program_is_gone_too(bench: Bench) -> None:
    program = bench.run("import os, signal\nif os.fork() == 0:\n    os.setsid()\n    " + STAY.replace("\n", "\n    "))
    program.until_printed("out")
    program.until_ended()
    bench.close()
    assert proc.children(bench.sandbox._pid) == []


def test_a_program_cannot_escape_by_killing_what_is_above_it(bench: Bench) -> None:
    """Where that works, nobody can tell the status any more, but what is left is ended all the same."""
    program = bench.run(
        "import os, signal\nabove = os.getppid()\nfor _ in range(3):\n    if os.fork() == 0:\n        os.setsid()\n"
        "        os.fork()\n        signal.pause()\nprint('shoots', flush=True)\nos.kill(above, signal.SIGKILL)\n"
    )
    program.until_printed("shoots")
    program.until_ended()
    bench.close()
    assert proc.descendants(bench.sandbox._pid) == []
    assert bench.run("print('fine')").lines() == ["fine"]


def test_killing_everybody_kills_nobody_else(rich_bench: Bench) -> None:
    other = rich_bench.run("print('there', flush=True)\nprint(input())")
    other.until_printed("there")
    shot = rich_bench.run(
        "import os, signal\nif os.fork() == 0:\n    signal.pause()\nos.kill(-1, signal.SIGKILL)\nprint('lives')"
    )
    shot.until_printed("lives")
    other.type(b"still here\n")
    other.until_printed("still here")


def test_closing_one_space_leaves_the_others_alone(bench: Bench) -> None:
    first = bench.run("print('one', flush=True)\nprint(input())")
    second = bench.run("print('two', flush=True)\ninput()")
    first.until_printed("one")
    second.until_printed("two")
    bench.space.close()
    first.type(b"typed\n")
    first.until_printed("typed")


# --- sudden deaths --------------------------------------------------------------------------

WORKER = f"""
import os, sys
sys.path.append({str(ROOT)!r})
from grader.sandbox import spaces
from grader.sandbox.intake import Snapshot
from grader.sandbox.policy import Policy, plan
if len(sys.argv) > 2:
    spaces.interpreter = lambda: sys.argv[2]
box = spaces.Sandbox()
for number in range(2):
    space = box.open(Snapshot("x", {{"main.py": sys.argv[1].encode()}}, (), "x"))
    started = space.start("main", plan("main.py", Policy()))
    seen = b""
    os.set_blocking(started.master, True)
    while b"out" not in seen:
        seen += os.read(started.master, 999)
print(box._pid, flush=True)
try:
    sys.stdin.read()
    box.ask("look", 1)
except Exception as error:
    print(type(error).__name__, error, flush=True)
"""


@pytest.fixture(params=["namespaces", "without"])
def worker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Starts a worker of its own with two spaces, in each the program; its broker's number is its first line."""
    more = []
    if request.param == "without":
        if not known_machine():
            pytest.skip("no seccomp filter for this machine")
        more = [stand_in(tmp_path, policy.interpreter(), "namespaces")]
    started: list[subprocess.Popen[str]] = []

    def start(source: str) -> subprocess.Popen[str]:
        started.append(
            subprocess.Popen(
                [sys.executable, "-I", "-c", WORKER, "import os, signal\n" + source, *more],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        return started[0]

    yield start
    for one in started:
        one.kill()
        one.communicate()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
@pytest.mark.parametrize("name", ["a daemon of the textbook", "ignores every signal", "a tree"])
def test_a_killed_worker_leaves_nothing(
    worker: Callable[[str], subprocess.Popen[str]], name: str, number: signal.Signals
) -> None:
    with nothing_left():
        process = worker(ESCAPES[name])
        assert process.stdout is not None
        broker = int(process.stdout.readline())
        assert len(proc.descendants(broker)) >= 4
        process.send_signal(number)
        process.wait()
        until_gone(broker, "the broker's end")
        process.communicate()


@pytest.mark.parametrize("name", ["a daemon of the textbook", "ignores every signal", "a tree"])
def test_a_killed_broker_leaves_nothing_where_there_are_namespaces(
    worker: Callable[[str], subprocess.Popen[str]], name: str, request: pytest.FixtureRequest
) -> None:
    """Without, what has left the program's own process group stays; such a machine has no means against it."""
    poor = "without" in request.node.callspec.id
    with nothing_left():
        process = worker(STAY if poor else ESCAPES[name])
        assert process.stdout is not None
        assert process.stdin is not None
        broker = int(process.stdout.readline())
        os.kill(broker, signal.SIGKILL)
        told, _ = process.communicate()
        assert told == "GraderFault the broker has died\n"
        if poor:
            _remove_rooms_of(broker)


def _remove_rooms_of(broker: int) -> None:
    from grader.sandbox.copies import remove

    until_gone(broker)
    for room in Path("/tmp").glob(f"grader-*-{broker}"):
        remove(str(room))


# --- many runs ------------------------------------------------------------------------------


NAMESPACES = ("mnt", "net", "pid", "pid_for_children", "user")


def possessions(pid: int) -> dict[str, object]:
    return {
        "descriptors": sorted((proc.descriptors(pid) or {}).values()),
        "mounts": (proc.read(f"/proc/{pid}/mounts") or b"").decode().splitlines(),
        "processes": proc.descendants(pid),
        "namespaces": {name: str(Path(f"/proc/{pid}/ns/{name}").readlink()) for name in NAMESPACES},
    }


def networks(pid: int) -> set[str]:
    """The network namespaces in which a process or a descriptor below the broker (or its own) holds something."""
    found = set()
    for one in [pid, *proc.descendants(pid)]:
        with contextlib.suppress(FileNotFoundError):
            found.add(str(Path(f"/proc/{one}/ns/net").readlink()))
        found |= {link for link in (proc.descriptors(one) or {}).values() if link.startswith("net:")}
    return found


def test_two_hundred_spaces_leave_nothing_in_the_broker_and_nothing_here(bench: Bench) -> None:
    """Every fourth is closed while its program, a daemon below it, runs."""

    def round_trip(number: int) -> None:
        source = "print('out')" if number % 4 else "import os, signal\n" + ESCAPES["a daemon of the textbook"]
        space = bench.open(main=source if number < 15 else "")
        fd, _port = space.socket(2, 0)
        if number < 15 or number % 20 == 0:
            bench.start(space, plan("main.py", Policy())).until_printed("out" if number < 15 else "")
        space.begin(with_sockets=True)
        space.confirm()
        os.close(fd)
        bench.close()
        bench._spaces.clear()

    round_trip(0)
    broker = bench.sandbox._pid
    before, here, nets = possessions(broker), len(proc.descriptors(os.getpid()) or ()), networks(broker)
    for number in range(200):
        round_trip(number)
    assert possessions(broker) == before
    assert len(proc.descriptors(os.getpid()) or ()) == here
    assert networks(broker) == nets


def test_a_sandbox_that_is_closed_leaves_nothing() -> None:
    with nothing_left():
        for _ in range(3):
            with Sandbox() as made:
                assert made.features
                until(lambda made=made: proc.tids(made._pid), "the broker is there")
