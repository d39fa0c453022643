"""Machines that give less: no namespaces, no sock_diag, no root.  The verdict is the same everywhere."""

from __future__ import annotations

import json
import os
import shutil
import site
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.commands import GRADER, ROOT, environment, grader
from tests.forbidding import command, known_machine
from tests.leftovers import nothing_left

ID = "03_udp_chat"
SOLUTION = ("check", ID, "--solution", "--hidden", "none", "--json")
NAMESPACES = {"netns", "pidns", "mountns"}

Done = subprocess.CompletedProcess[str]

needs_filter = pytest.mark.skipif(not known_machine(), reason="no seccomp filter for this machine")


def result_of(done: Done) -> dict[str, Any]:
    assert "Traceback" not in done.stderr, done.stderr
    (line,) = done.stdout.splitlines()
    result: dict[str, Any] = json.loads(line)
    return result


def proofs(result: dict[str, Any]) -> set[str]:
    return {look["proof"] for check in result["checks"] for look in check["looks"]}


# --- without namespaces -----------------------------------------------------------------------


@needs_filter
@pytest.mark.parametrize("forbidden", [("namespaces",), ("namespaces", "netlink"), ("netlink",)], ids="+".join)
def test_the_solution_passes_all_the_same(forbidden: tuple[str, ...]) -> None:
    with nothing_left():
        done = grader(*SOLUTION, under=tuple(command(*forbidden, own_network=True)))
    assert done.returncode == 0, done.stdout + done.stderr
    result = result_of(done)
    assert result["score"] == 10
    if "namespaces" in forbidden:
        assert result["isolation"]["features"] == []
        assert set(result["isolation"]["missing"]) >= NAMESPACES
        assert result["isolation"]["tier"] != "full"
    assert proofs(result) <= {"seen", "settled"}, "and needs no patience"


@needs_filter
def test_a_wrong_submission_is_caught_for_the_same_reason(wrong: Callable[[str], Path]) -> None:
    arguments = ("check", ID, "--submission", wrong("server_broadcasts"), "--hidden", "none", "--json", "--seed", "5")
    poor = result_of(grader(*arguments, under=tuple(command("namespaces", own_network=True))))
    rich = result_of(grader(*arguments))

    def told(result: dict[str, Any]) -> list[Any]:
        return [
            (check["id"], check["verdict"], [(one["code"], one["file"], one["line"]) for one in check["findings"]])
            for check in result["checks"]
        ]

    assert told(poor) == told(rich)
    assert poor["verdict"] == "failed"


@needs_filter
@pytest.mark.parametrize("workers", ["1", "2"])
def test_two_graders_on_one_machine_wait_for_each_other(tmp_path: Path, workers: str) -> None:
    """Both want port 9090 of the same network; one temporary folder makes them the same user's."""
    line = f'"$@" > {tmp_path}/1 & "$@" > {tmp_path}/2; second=$?; wait $! && exit $second'
    under = (*command("namespaces", own_network=True), "/bin/bash", "-c", line, "bash")
    with nothing_left():
        done = grader(*SOLUTION, "-n", workers, under=under, TMPDIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    for name in ("1", "2"):
        assert json.loads((tmp_path / name).read_text(encoding="utf-8"))["score"] == 10


@needs_filter
def test_what_else_the_machine_does_delays_no_proof(tmp_path: Path) -> None:
    """On a shared network there are connections of others, some of which never get an answer."""
    other = tmp_path / "other.py"
    other.write_text(
        "import os, socket, subprocess, sys\n"
        "server = socket.create_server(('127.0.0.1', 0))\n"
        "client = socket.create_connection(server.getsockname())\n"
        "peer, _ = server.accept()\n"
        "client.sendall(b'unread')\n"
        "sys.exit(subprocess.run(sys.argv[1:]).returncode)\n"
    )
    under = (*command("namespaces", own_network=True), sys.executable, str(other))
    done = grader(*SOLUTION, under=under)
    assert done.returncode == 0, done.stderr
    assert proofs(result_of(done)) <= {"seen", "settled"}


@needs_filter
@pytest.mark.parametrize("number", ["INT", "KILL"])
def test_an_early_end_without_namespaces_leaves_nothing(tmp_path: Path, number: str) -> None:
    for name in ("server.py", "client.py"):
        (tmp_path / name).write_text(
            "import os, signal, time\nif os.fork() == 0:\n    os.setsid()\n    signal.pause()\n"
            f"open({str(tmp_path / 'up')!r}, 'w').close()\ntime.sleep(60)\n"
        )
    os.mkfifo(tmp_path / "up")
    hunter = (
        "import signal, subprocess, sys\ngrader = subprocess.Popen(sys.argv[1:])\n"
        f"open({str(tmp_path / 'up')!r}).read()\ngrader.send_signal(signal.SIG{number})\n"
        "sys.exit(grader.wait() % 256)\n"
    )
    under = (*command("namespaces", own_network=True), sys.executable, "-c", hunter)
    with nothing_left():
        done = grader("check", ID, "--submission", tmp_path, "--hidden", "none", under=under)
    assert done.returncode == (130 if number == "INT" else 256 - 9), done.stderr


# --- an ordinary user -------------------------------------------------------------------------

NOBODY = 65534


@pytest.fixture(scope="module")
def public_copy() -> Iterator[Path]:
    """The grader, its packages and a course where everybody may read them, and an interpreter for everybody."""
    if os.geteuid() != 0:
        pytest.skip("these tests are run by an ordinary user: all others show the same")
    python = Path("/usr/bin/python3")
    version = subprocess.run([python, "-c", "import sys; print(sys.version_info >= (3, 11))"], capture_output=True,
                             text=True, check=False) if python.exists() else None  # fmt: skip
    if version is None or version.stdout.strip() != "True":
        pytest.skip("no /usr/bin/python3 of 3.11 or newer, and ours may lie where no other user can run it")
    folder = Path(tempfile.mkdtemp(prefix="netproc-"))
    folder.chmod(0o755)
    try:
        for name in ("grader", "exercises", "solutions/03_udp_chat"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "exercises.yaml", folder)
        (packages := folder / "packages").mkdir()
        for origin in map(Path, site.getsitepackages()):
            for pattern in ("_pytest", "pytest*", "pluggy*", "iniconfig*", "packaging*", "pexpect*", "ptyprocess*",
                            "yaml", "wcwidth*", "pygments*", "xdist", "execnet*", "py.py"):  # fmt: skip
                for found in origin.glob(pattern):
                    shutil.copytree(
                        found, packages / found.name, dirs_exist_ok=True
                    ) if found.is_dir() else shutil.copy(found, packages)
        subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
        yield folder
    finally:
        shutil.rmtree(folder)


def as_nobody(folder: Path, *arguments: str, under: tuple[str, ...] = ()) -> Done:
    env = environment(PYTHONPATH=f"{folder}:{folder}/packages", PYTHONDONTWRITEBYTECODE="1", HOME="/")
    return subprocess.run([*under, "/usr/bin/python3", "-m", "grader", *arguments], cwd=folder, env=env, user=NOBODY,
                          group=NOBODY, extra_groups=[], capture_output=True, encoding="utf-8", timeout=120,
                          check=False)  # fmt: skip


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_ordinary_user_gets_the_same_verdict(public_copy: Path, workers: str) -> None:
    with nothing_left():
        done = as_nobody(public_copy, "check", ID, "--solution", "--json", "-n", workers)
    assert done.returncode == 0, done.stdout + done.stderr
    result = result_of(done)
    assert result["score"] == 10
    if "userns" in result["isolation"]["missing"]:
        pytest.skip("this machine gives ordinary users no namespaces")
    assert set(result["isolation"]["features"]) >= {"userns", *NAMESPACES}
    assert proofs(result) <= {"seen", "settled"}, "everything that a proof needs can be read"


def test_an_ordinary_user_s_wrong_submission_is_told_where(public_copy: Path) -> None:
    """py-spy is not in the copy: what the kernel alone tells is the call and the socket."""
    folder = public_copy / "wrong"
    shutil.copytree(public_copy / "solutions" / ID, folder)
    text = (folder / "server.py").read_text(encoding="utf-8")
    (folder / "server.py").write_text(text.replace('print("消息', 'str("消息'), encoding="utf-8")
    subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
    done = as_nobody(public_copy, "check", ID, "--submission", "wrong", "--only", "prints_message", "--json")
    assert done.returncode == 1, done.stdout + done.stderr
    (check,) = result_of(done)["checks"]
    assert check["findings"][0]["code"] == "not_printed"


@needs_filter
def test_an_ordinary_user_without_namespaces(public_copy: Path) -> None:
    with nothing_left():
        # The filter is our own Python's work; it then becomes nobody.
        done = subprocess.run(
            [*command("namespaces", own_network=True), "/usr/bin/setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}",
             "--clear-groups", "/usr/bin/python3", "-m", "grader", "check", ID, "--solution", "--json"],
            cwd=public_copy, capture_output=True, encoding="utf-8", timeout=120, check=False,
            env=environment(PYTHONPATH=f"{public_copy}:{public_copy}/packages", PYTHONDONTWRITEBYTECODE="1"),
        )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    result = result_of(done)
    assert result["score"] == 10
    assert result["isolation"]["features"] == []


def test_the_installed_command_is_the_one_that_is_tested() -> None:
    assert Path(GRADER).exists()
