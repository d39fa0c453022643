"""Whatever standard output is - a pipe that closes, nothing at all, a terminal of the last century - nothing breaks."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
from pathlib import Path

import pytest

from tests.commands import GRADER, ROOT, environment, grader
from tests.patience import until_readable

ID = "03_udp_chat"
QUICK = ("check", ID, "--solution", "--hidden", "none", "--only", "client_sends")
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def in_shell(line: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    """A line of bash in which `$GRADER` is the command; the exit code is the grader's."""
    env = environment(GRADER=GRADER, **more)
    return subprocess.run(["bash", "-o", "pipefail", "-c", line], cwd=ROOT, env=env, capture_output=True, timeout=120,
                          check=False)  # fmt: skip


def on_terminal(*arguments: str, **more: str) -> tuple[int, str]:
    """Exit code and output of a command whose output is a terminal of 80 columns."""
    master, slave = pty.openpty()
    env = environment(**{"TERM": "xterm", **more})
    process = subprocess.Popen([GRADER, *arguments], cwd=ROOT, env=env, stdin=slave, stdout=slave, stderr=slave)
    os.close(slave)
    parts = []
    while True:
        until_readable(master, "the command's output or end")
        try:
            part = os.read(master, 65536)
        except OSError:  # EIO: nobody has the other side any more
            break
        parts.append(part)
    os.close(master)
    return process.wait(), b"".join(parts).decode()


@pytest.mark.parametrize("command", ["list", " ".join(QUICK), "explain", "check --help"])
def test_a_reader_that_goes_early_gets_no_traceback(command: str) -> None:
    done = in_shell(f"$GRADER {command} | true")
    assert done.stderr == b""
    assert done.stdout == b""


def test_the_first_line_alone() -> None:
    done = in_shell(f"$GRADER {' '.join(QUICK)} | head -1")
    assert done.stdout.decode().startswith("The QQ chat")
    assert done.stderr == b""


def test_a_reader_that_is_gone_changes_no_verdict_into_a_pass() -> None:
    done = in_shell(f"$GRADER {' '.join(QUICK)} -v -v | true; echo ${{PIPESTATUS[0]}}")
    assert done.stdout in (b"0\n", b"1\n", b"141\n")


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_change_no_exit_code(closed: str, tmp_path: Path) -> None:
    done = in_shell(f"$GRADER {' '.join(QUICK)} {closed}")
    assert done.returncode == 0, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    done = in_shell(f"$GRADER {' '.join(QUICK)} --json --output {tmp_path}/result.json {closed}")
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads((tmp_path / "result.json").read_text())["verdict"] == "passed"
    assert in_shell(f"$GRADER check unknown {closed}").returncode == 2


def test_a_full_disk_is_said() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    done = in_shell(f"$GRADER {' '.join(QUICK)} > /dev/full")
    assert done.returncode not in (0, 1)
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr


# --- what the terminal can show ---------------------------------------------------------------


def test_a_terminal_gets_colours_and_glyphs() -> None:
    code, output = on_terminal(*QUICK)
    assert code == 0
    assert "\x1b[" in output
    assert "✔" in output


@pytest.mark.parametrize("more", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_a_terminal_that_wants_no_colours_gets_none(more: dict[str, str]) -> None:
    code, output = on_terminal(*QUICK, **more)
    assert code == 0
    assert "2/2" in output
    assert not re.search(r"\x1b\[[0-9;]*m", output)


def test_a_pipe_gets_colours_only_if_asked_for() -> None:
    assert "\x1b" not in grader(*QUICK).stdout
    assert "\x1b[" in grader(*QUICK, "--color", "always").stdout
    assert "\x1b" not in grader(*QUICK, "--json", "--color", "always").stdout


@pytest.mark.parametrize("more", [ASCII, {"PYTHONIOENCODING": "ascii"}], ids=str)
def test_a_screen_that_knows_ascii_only(more: dict[str, str]) -> None:
    done = in_shell(f"$GRADER {' '.join(QUICK)}", **more)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    assert done.stdout.isascii()
    assert b"2/2" in done.stdout
    done = in_shell(f"$GRADER {' '.join(QUICK)} --lang zh; $GRADER list --lang zh; $GRADER --help", **more)
    assert done.returncode == 0, done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_the_c_locale_has_utf8_where_python_finds_it() -> None:
    done = grader(*QUICK, LANG="C")
    assert done.returncode == 0
    assert "client" in done.stdout


def test_json_is_the_same_on_every_screen() -> None:
    """Escapes stand for what an encoding lacks, so that a result can be read by whoever gets it."""
    done = in_shell(f"$GRADER {' '.join(QUICK)} --json", **ASCII)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["title"]["zh"] == "QQ 聊天"
