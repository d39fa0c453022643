"""What a program finds when the broker has started it, and what the grader learns of its end.

Every test is run on a machine with namespaces and on one that forbids them.
"""

from __future__ import annotations

import errno
import os
import resource
import signal
from pathlib import Path

import pytest

from grader.errors import GraderFault, MachineError, Unsupported
from grader.sandbox import stub
from grader.sandbox.intake import Snapshot
from grader.sandbox.policy import COPY_BYTES, COPY_FILES, LaunchPlan, Policy, plan
from grader.sandbox.spaces import Sandbox
from tests.patience import until

from .conftest import Bench

CAT_STATUS = LaunchPlan(("/bin/cat", "/proc/self/status"), {}, {})


def test_the_environment_is_the_plan_s_alone(bench: Bench) -> None:
    lines = bench.run("print(open('/proc/self/environ', 'rb').read())").lines()
    told = dict(entry.split(b"=", 1) for entry in eval(lines[0]).split(b"\0") if entry)  # noqa: S307 - bytes we printed
    assert {name.decode(): value.decode() for name, value in told.items()} == plan("main.py", Policy()).env


def test_the_broker_has_nothing_of_the_grader_s_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "SECRET")
    with Sandbox() as made:
        assert made.features
        assert b"SECRET" not in Path(f"/proc/{made._pid}/environ").read_bytes()


def test_the_working_folder_holds_the_submission(bench: Bench) -> None:
    source = "import os\nfor p, _, n in os.walk('.'):\n    print(p, sorted(n))\nprint(open('a b/ä.txt').read())"
    files = {"main.py": source.encode(), "a b/ä.txt": b"text", "empty": b""}
    program = bench.start(bench.open_files(files), plan("main.py", Policy()))
    assert program.lines() == [". ['empty', 'main.py']", "./a b ['ä.txt']", "text"]


def test_only_the_terminal_s_descriptors_are_there(bench: Bench) -> None:
    lines = bench.run(
        "import os\nfor fd in sorted(map(int, os.listdir('/proc/self/fd'))):\n"
        "    try:\n        print(fd, os.ttyname(fd))\n    except OSError:\n        print(fd, 'closed again')"
    ).lines()
    terminal = lines[0].split()[1]
    assert terminal.startswith("/dev/pts/")
    assert lines == [*(f"{fd} {terminal}" for fd in (0, 1, 2)), "3 closed again"]


def test_a_session_of_its_own_that_the_program_does_not_lead(bench: Bench) -> None:
    (line,) = bench.run(
        "import os\nprint(os.getsid(0) == os.getpid(), os.getpgrp() == os.getpid(), os.open('/dev/tty', 2) > 2)"
    ).lines()
    assert line == "False False True"
    assert os.getsid(bench.sandbox._pid) != os.getsid(0), "what is typed at the grader's terminal ends no broker"


def test_signals_are_as_in_a_fresh_process(bench: Bench) -> None:
    program = bench.start(bench.open(), CAT_STATUS)
    fields = dict(line.split(":\t", 1) for line in program.lines() if ":\t" in line)
    internal = 3 << 31  # 32 and 33 are the C library's own; posix_spawn leaves them ignored
    assert {int(fields[name], 16) & ~internal for name in ("SigIgn", "SigBlk", "SigCgt")} == {0}


def test_signals_that_the_grader_was_told_to_ignore_or_block_are_no_program_s() -> None:
    """`nohup`, a shell's `trap '' CHLD`, a worker that is deaf to Ctrl-C: all of that is inherited."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGUSR1, signal.SIGHUP)}
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGUSR2})
    try:
        made = Sandbox()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for number, handler in before.items():
            signal.signal(number, handler)
    with made:
        bench = Bench(made)
        fields = dict(line.split(":\t", 1) for line in bench.start(bench.open(), CAT_STATUS).lines() if ":\t" in line)
        assert int(fields["SigIgn"], 16) & ~(3 << 31) == int(fields["SigBlk"], 16) == 0
        bench.close()


def test_limits_hold(bench: Bench) -> None:
    policy = Policy(limits={"RLIMIT_CORE": 0, "RLIMIT_NOFILE": 77}, cpu=5)
    space = bench.open(
        main="from resource import *\nprint(getrlimit(RLIMIT_CORE), getrlimit(RLIMIT_NOFILE), getrlimit(RLIMIT_CPU))"
    )
    assert bench.start(space, plan("main.py", policy)).lines() == ["(0, 0) (77, 77) (7, 7)"]


def test_a_limit_beyond_what_the_machine_allows_is_lowered(bench: Bench) -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    space = bench.open(main="from resource import *\nprint(getrlimit(RLIMIT_NOFILE)[1])")
    program = bench.start(space, plan("main.py", Policy(limits={"RLIMIT_NOFILE": 1 << 29})))
    assert int(program.lines()[0]) <= max(hard, 1 << 29)


# --- the end --------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [0, 1, 7, 255])
def test_an_exit_status_is_told(bench: Bench, status: int) -> None:
    kind, value = bench.run(f"raise SystemExit({status})").end()
    assert kind == stub.ENDED
    assert os.WIFEXITED(value)
    assert os.WEXITSTATUS(value) == status


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_ended_it_is_told(bench: Bench, number: signal.Signals) -> None:
    kind, value = bench.run(f"import os\nprint('before', flush=True)\nos.kill(os.getpid(), {int(number)})").end()
    assert kind == stub.ENDED
    assert os.WIFSIGNALED(value)
    assert os.WTERMSIG(value) == number


@pytest.mark.parametrize(
    ("argv", "number"), [(("/no/such/interpreter", "x"), errno.ENOENT), (("/etc/passwd",), errno.EACCES)]
)
def test_what_cannot_be_started_is_no_end_of_a_program(bench: Bench, argv: tuple[str, ...], number: int) -> None:
    assert bench.start(bench.open(), LaunchPlan(argv, {}, {})).end() == (stub.NOT_STARTED, number)


def test_all_output_is_there_when_the_end_is_told(bench: Bench) -> None:
    program = bench.run("import sys\nsys.stdout.write('x' * 200_000 + 'last')")
    assert program.end() == (stub.ENDED, 0)
    assert program.output == b"x" * 200_000 + b"last"


def test_the_end_is_told_while_a_child_lives_on(bench: Bench) -> None:
    program = bench.run(
        "import os, time\nif os.fork() == 0:\n    os.read(0, 1)\n    print('child')\n    os._exit(0)\nprint('parent')"
    )
    program.until_printed("parent")
    program.until_ended()
    assert program.ended == (stub.ENDED, 0)
    members = bench.space.begin()["members"]["main"]
    assert len(members) == 1, "the orphan is still a process of this program"
    assert len(bench.space.begin()["threads"]) == 1


def test_an_end_of_a_session_hangs_up_on_nobody(bench: Bench) -> None:
    """The child of an ended program must get no SIGHUP: only the kernel's facts may say that it was left behind."""
    program = bench.run(
        "import os, signal\nr, w = os.pipe()\nif os.fork() == 0:\n    os.close(w)\n    os.read(r, 1)\n"
        "    print('still here', flush=True)\n    signal.pause()\n"
    )
    program.until_printed("still here")


def test_control_c_reaches_the_program_and_nobody_else(bench: Bench) -> None:
    program = bench.run("print('ready', flush=True)\ninput()")
    program.until_printed("ready")
    # Just before it waits, a signal would be noted by Python and wake nobody.
    until(lambda: [one[2] for one in bench.space.begin()["threads"]] == ["S"], "the program waits")
    program.type(b"\x03")
    kind, value = program.end()
    assert (kind, os.WTERMSIG(value)) == (stub.ENDED, signal.SIGINT)


def test_many_programs_end_in_one_space(bench: Bench) -> None:
    space = bench.open(main="print('here')")
    for number in range(5):
        assert bench.start(space, plan("main.py", Policy()), f"p{number}").lines() == ["here"]
    facts = space.begin()
    assert facts["threads"] == []
    assert set(facts["members"]) == {f"p{number}" for number in range(5)}
    assert not any(facts["members"].values())


# --- the private copy -----------------------------------------------------------------------

WRITES = "import os\nopen('made', 'w').write('x')\nopen('main.py', 'a').write('#')\nos.mkdir('d')\nprint(os.getcwd())"


def test_the_copy_is_writable_and_private_and_gone_afterwards(bench: Bench) -> None:
    folder = bench.run(WRITES).lines()[0]
    other = bench.run("import os\nprint(sorted(os.listdir()), open('main.py').read()[-1], os.getcwd())").lines()[0]
    assert other.startswith("['main.py'] )")
    assert not other.endswith(f" {folder}")
    root = f"/proc/{bench.sandbox._pid}/root"
    assert Path(root + folder).is_dir()
    assert bench.sandbox.features["features"] == [] or not Path(folder).exists(), "nobody else sees it"
    bench.close()
    assert not Path(root + folder).exists()
    mounts = Path(f"/proc/{bench.sandbox._pid}/mounts").read_text()
    assert folder not in mounts


def test_what_a_program_leaves_in_its_copy_hinders_nobody(bench: Bench) -> None:
    bench.run(
        "import os\nos.mkfifo('fifo')\nos.mkdir('0')\nos.mkdir('x')\nos.mkdir('x/0')\n"
        "open('1', 'w').close()\nos.symlink('/', 'root')\nos.symlink('nowhere', 'dead')\nos.mkdir('d')\n"
        "os.mkdir('closed', 0)\nopen('locked', 'w').close()\nos.chmod('locked', 0)\nos.chmod('.', 0o500)\n"
        "open(os.fsencode('d/') + b'\\xff\\n', 'w').close()\nos.symlink('/etc', 'd/etc')\nos.chdir('d')\n"
        "for _ in range(1200):\n    os.mkdir('x' * 20)\n    os.chdir('x' * 20)\n"
    ).lines()
    assert Path("/etc/passwd").exists()


def test_a_submission_that_does_not_fit_breaks_no_other_run(sandbox: Sandbox) -> None:
    bench = Bench(sandbox)
    deep = {f"{number}/" + "d/" * 100 + "x": b"" for number in range(COPY_FILES // 100)}
    with pytest.raises(MachineError, match="open"):
        bench.start(bench.open_files(deep), plan("x", Policy()))
    for space in bench._spaces:
        space.close()
    assert bench.run("print('fine')").lines() == ["fine"]
    bench.close()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (f"for n in range(4):\n    open(str(n), 'wb').write(bytes({COPY_BYTES // 3}))", "No space left"),
        (f"for n in range({COPY_FILES + 1}):\n    open(str(n), 'wb')", "No space left"),
    ],
)
def test_the_copy_has_a_size(rich_bench: Bench, source: str, expected: str) -> None:
    """Where there are no mounts, only the size of one file is limited."""
    program = rich_bench.run(source)
    program.end()
    assert expected in program.output.decode()


def test_a_file_has_a_size(bench: Bench) -> None:
    program = bench.run(f"open('big', 'wb').write(bytes(2 * {COPY_BYTES}))")
    program.end()
    assert "File too large" in program.output.decode() or "No space left" in program.output.decode()


# --- networks -------------------------------------------------------------------------------

BINDS = (
    "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('127.0.0.1', 9090))\n"
    "print('bound', flush=True)\n"
)


def test_every_space_has_a_network_of_its_own(rich_bench: Bench) -> None:
    programs = [rich_bench.run(BINDS + "input()") for _ in range(3)]
    for program in programs:
        program.until_printed("bound")


def test_the_network_goes_nowhere_but_has_loopback(rich_bench: Bench) -> None:
    lines = rich_bench.run(
        "import socket\nprint([name for _, name in socket.if_nameindex()])\ns = socket.socket(type=socket.SOCK_DGRAM)\n"
        "try:\n    s.sendto(b'x', ('192.0.2.1', 9))\nexcept OSError as error:\n    print(error.strerror)\n"
        "s = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('127.0.0.1', 0))\n"
        "s.sendto(b'x', s.getsockname())\nprint(s.recv(1))\n"
        "t = socket.create_server(('::1', 0), family=socket.AF_INET6)\nprint('v6')"
    ).lines()
    assert lines[-3:] == ["Network is unreachable", "b'x'", "v6"]
    assert "'lo'" in lines[0]
    assert "eth0" not in lines[0]


def test_a_ready_socket_is_inside_and_does_not_block(rich_bench: Bench) -> None:
    import socket

    program = rich_bench.run(BINDS + "data, who = s.recvfrom(99)\nprint(data, who[1])")
    fd, port = rich_bench.space.socket(socket.SOCK_DGRAM, 0)
    assert not os.get_inheritable(fd)
    with socket.socket(fileno=fd) as peer:
        assert peer.getsockname() == ("127.0.0.1", port)
        with pytest.raises(BlockingIOError):
            peer.recv(1)
        program.until_printed("bound")
        peer.sendto(b"hello", ("127.0.0.1", 9090))
        program.until_printed(f"b'hello' {port}")


def test_a_port_that_is_taken_is_the_machine_s_fault_and_nothing_else_breaks(rich_bench: Bench) -> None:
    import socket

    space = rich_bench.open(main="print('fine')")
    fd, port = space.socket(socket.SOCK_DGRAM, 9090)
    assert port == 9090
    with pytest.raises(MachineError, match="in use"):
        space.socket(socket.SOCK_DGRAM, 9090)
    os.close(fd)
    assert rich_bench.start(space, plan("main.py", Policy())).lines() == ["fine"]


def test_a_further_network_is_apart_from_the_first(rich_bench: Bench) -> None:
    import socket

    source = (
        "import socket\nsock = socket.socket(type=socket.SOCK_DGRAM)\nsock.bind(('127.0.0.1', 9090))\n"
        "print('bound', flush=True)\nprint(sock.recv(9), flush=True)\n"
    )
    space = rich_bench.open(main=source)
    further = space.network()
    assert further == 1
    first = rich_bench.start(space, plan("main.py", Policy()), "first")
    first.until_printed("bound")
    second = rich_bench.start(space, plan("main.py", Policy()), "second", further)
    second.until_printed("bound")
    ports = [sock[4] for sock in space.begin(with_sockets=True)["sockets"]]
    assert ports == [9090, 9090], "the sockets of both are seen"
    for net in (further, 0):
        fd, _port = space.socket(socket.SOCK_DGRAM, 0, net=net)
        with socket.socket(fileno=fd) as peer:
            peer.sendto(b"%d" % net, ("127.0.0.1", 9090))
    assert first.lines() == ["bound", "b'0'"]
    assert second.lines() == ["bound", "b'1'"]


def test_where_there_are_no_namespaces_there_is_no_further_network(poor_sandbox: Sandbox) -> None:
    bench = Bench(poor_sandbox)
    with pytest.raises(Unsupported, match="network namespaces"):
        bench.open().network()
    bench.close()


# --- what else the broker says ---------------------------------------------------------------


def test_a_stack_reader_s_output_is_handed_on(bench: Bench) -> None:
    space = bench.open()
    assert space.stacks(42, ("/bin/echo", "stacks of")) == b"stacks of 42\n"
    assert space.stacks(42, ("/no/such/reader",)) == b""
    assert space.stacks(42, ("/bin/false",)) == b""


def test_a_request_that_makes_no_sense_is_a_fault_and_ends_nothing(bench: Bench) -> None:
    with pytest.raises(GraderFault, match="no_such_request"):
        bench.sandbox.ask("no_such_request")
    assert bench.sandbox.ask("close", 123456) == (None, []), "closing what could not be opened is none"
    with pytest.raises(GraderFault, match="look"):
        bench.sandbox.ask("look", 123456)
    assert bench.run("print('fine')").lines() == ["fine"]


def test_a_closed_sandbox_is_closed() -> None:
    made = Sandbox()
    made.close()
    made.close()
    with pytest.raises(GraderFault, match="closed"):
        made.open(Snapshot("x", {}, (), "x"))


def test_a_broker_that_died_is_a_fault_of_the_grader() -> None:
    made = Sandbox()
    assert made.features
    os.kill(made._pid, signal.SIGKILL)
    with pytest.raises(GraderFault, match="died"):
        made.ask("look", 1)
    made.close()


def test_an_interpreter_that_is_not_there_is_the_machine_s_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.sandbox.spaces.interpreter", lambda: "/no/such/python")
    with pytest.raises(MachineError, match="broker"):
        Sandbox()
