"""Stories of programs: how they do not start, how they end, how they never come to rest."""

from __future__ import annotations

from typing import Any

from grader.judge.expectations import LookKind

from .story import story, traceback
from .tape import SERVER, Tape

# --- a program that does not start ------------------------------------------------------------


def unready(tape: Tape, code: str, **args: Any) -> None:
    tape.acts()
    tape.blocked("server", 5)
    tape.breaks("server", code, **args)
    tape.look("server", prints="x", played=False)


@story("no_file", "server.py", file="server.py")
def _(tape: Tape) -> None:
    unready(tape, "no_file", file="server.py")


@story("not_a_file", "server.py", file="server.py")
def _(tape: Tape) -> None:
    unready(tape, "not_a_file", file="server.py")


@story("empty_file", None, source="\n  \n", file="server.py")
def _(tape: Tape) -> None:
    tape.ended("server", 0)
    tape.breaks("server", "ended_before_ready", status=0)
    tape.look("server", prints="x", played=False)


@story("empty_file", None, source="", file="server.py")
def _(tape: Tape) -> None:
    tape.ended("server", 0)
    tape.waited(tape.look("server", prints="x"), how="ended")


@story("wrong_port", "server.py:3", source=SERVER.replace("9090", "9091"), port=9091, wanted=9090, protocol="udp")
def _(tape: Tape) -> None:
    unready(tape, "wrong_port", port=9091, wanted=9090, protocol="udp")


@story("wrong_port", "server.py:2", source="import socket\nPORT = 9091\ns = socket.socket()\ns.bind(('', PORT))\n")
def _(tape: Tape) -> None:
    """The line where the number stands, not the one that binds."""
    unready(tape, "wrong_port", port=9091, wanted=9090, protocol="udp")


@story("wrong_port", "server.py:2", source="import sys\nsock.bind(('', int('90' + '91')))\n")
def _(tape: Tape) -> None:
    """The line that binds, where the number stands nowhere."""
    unready(tape, "wrong_port", port=9091, wanted=9090, protocol="udp")


@story("wrong_protocol", "server.py:2", got="tcp", wanted="udp", port=9090)
def _(tape: Tape) -> None:
    unready(tape, "wrong_protocol", got="tcp", wanted="udp", port=9090)


@story("wrong_address", "server.py:3", address="127.0.0.2", wanted="127.0.0.1")
def _(tape: Tape) -> None:
    unready(tape, "wrong_address", address="127.0.0.2", port=9090, wanted="127.0.0.1")


@story("ipv6_only", "server.py:3", port=9090)
def _(tape: Tape) -> None:
    unready(tape, "ipv6_only", port=9090)


@story("ended_before_ready", None, program="server.py", status=0)
def _(tape: Tape) -> None:
    tape.ended("server", 0)
    tape.breaks("server", "ended_before_ready", status=0)
    tape.look("server", prints="x", played=False)


@story("input_before_ready", "server.py:7", wanted="9090/udp")
def _(tape: Tape) -> None:
    tape.acts()
    tape.blocked("server", 7, "read", "keyboard")
    tape.breaks("server", "input_before_ready", wanted="9090/udp")
    tape.look("server", prints="x", played=False)


@story("not_listening", "server.py:5", wanted="9090/udp")
def _(tape: Tape) -> None:
    unready(tape, "not_listening", wanted="9090/udp")


@story("address_in_use", "server.py:3", program="server.py")
def _(tape: Tape) -> None:
    tape.printed("server", traceback(3, "OSError: [Errno 98] Address already in use"))
    tape.ended("server", 1)
    tape.breaks("server")
    tape.look("server", prints="x", played=False)


# --- exceptions and ends --------------------------------------------------------------------------


def dies(tape: Tape, screen: str, status: int = 1, how: str = "exited") -> None:
    tape.printed("server", screen)
    tape.ended("server", status, how)
    tape.breaks("server")
    tape.look("server", prints="x", played=False)


@story("crashed", "server.py:6", error="KeyError: 'msg'", program="server.py", status=1)
def _(tape: Tape) -> None:
    dies(tape, "hello\n" + traceback(6, "KeyError: 'msg'"))


@story("crashed", None, error="KeyError: 'msg'")
def _(tape: Tape) -> None:
    """Without a line of the student's own there is no line."""
    dies(tape, traceback(6, "KeyError: 'msg'", "/usr/lib/python3.12/threading.py"))


@story("syntax_error", "server.py:3", detail="invalid syntax", program="server.py")
def _(tape: Tape) -> None:
    dies(tape, '  File "/mnt/1/server.py", line 3\n    while True\n             ^\nSyntaxError: invalid syntax\n')


@story("syntax_error", "server.py:3", detail="unexpected indent")
def _(tape: Tape) -> None:
    dies(tape, '  File "/mnt/1/server.py", line 3\n    x = 1\nIndentationError: unexpected indent\n')


@story("crashed", "server.py:3", error="SyntaxError: invalid syntax")
def _(tape: Tape) -> None:
    """In what `eval` was given: the program itself could be read."""
    frames = (
        '  File "/mnt/1/server.py", line 3, in <module>\n    eval("1 +")\n  File "<string>", line 1\n    1 +\n      ^\n'
    )
    dies(tape, "Traceback (most recent call last):\n" + frames + "SyntaxError: invalid syntax\n")


@story("import_error", "server.py:1", detail="No module named 'sokcet'")
def _(tape: Tape) -> None:
    dies(tape, traceback(1, "ModuleNotFoundError: No module named 'sokcet'"))


@story("import_error", "server.py:1", detail="cannot import name 'x' from 'socket'")
def _(tape: Tape) -> None:
    dies(tape, traceback(1, "ImportError: cannot import name 'x' from 'socket'"))


@story("exited_nonzero", None, program="server.py", status=3)
def _(tape: Tape) -> None:
    dies(tape, "no traceback\n", 3)


@story("killed", None, program="server.py", signal=11)
def _(tape: Tape) -> None:
    dies(tape, "", 11, "signalled")


@story("raised", "server.py:6", error="KeyError: 'msg'", program="server.py")
def _(tape: Tape) -> None:
    """A thread died, or the error was printed, and the program went on."""
    tape.printed("server", "Exception in thread Thread-1:\n" + traceback(6, "KeyError: 'msg'"))
    tape.waited(tape.look("bob", gets="x"))


@story("raised", "server.py:6", error="KeyError: 'msg'")
def _(tape: Tape) -> None:
    tape.printed("server", traceback(6, "KeyError: 'msg'"))
    tape.waited(tape.look("server", prints="消息来自bob"))


@story("ended_early", None, program="server.py", status=0)
def _(tape: Tape) -> None:
    tape.ended("server", 0)
    tape.waited(tape.look("bob", gets="x"), how="ended")


@story("ended_early", None, program="server.py", status=0)
def _(tape: Tape) -> None:
    """The next line could not be typed."""
    tape.ended("server", 0)
    tape.acts()
    tape.breaks("server", "cannot_type")
    tape.look("bob", gets="x", played=False)


@story("not_ended", "server.py:5", program="server.py")
def _(tape: Tape) -> None:
    step = tape.ends("server")
    tape.waited(step)
    tape.blocked("server", 5)


@story("wrong_status", None, program="server.py", status=3, wanted=0)
def _(tape: Tape) -> None:
    step = tape.ends("server", 0)
    tape.ended("server", 3)
    tape.seen(step)


@story("crashed", "server.py:6", error="KeyError: 'msg'")
def _(tape: Tape) -> None:
    step = tape.ends("server", 0)
    tape.printed("server", traceback(6, "KeyError: 'msg'"))
    tape.ended("server", 1)
    tape.seen(step)


@story("killed", None, signal=9)
def _(tape: Tape) -> None:
    step = tape.ends("server", 0)
    tape.ended("server", 9, "signalled")
    tape.seen(step)


# --- clocks and floods ------------------------------------------------------------------------------


@story("not_in_time", "server.py:5", expected="x", seconds=0.0)
def _(tape: Tape) -> None:
    tape.waited(tape.look("bob", gets="x"), how="patience")
    tape.blocked("server", 5, "poll")


@story("busy_loop", "server.py:5", program="server.py")
def _(tape: Tape) -> None:
    tape.waited(tape.look("bob", gets="x"), how="cpu")
    tape.blocked("server", 5, "running", "")


@story("busy_loop", "server.py:5", program="server.py")
def _(tape: Tape) -> None:
    """Busy for most of the wait when the patience ended, before the processor time was used up."""
    tape.waited(tape.look("server", prints="x"), how="patience", busy=True)
    tape.blocked("server", 5, "running", "")


@story("not_in_time", "server.py:5", program="server.py")
def _(tape: Tape) -> None:
    """A program that polls may be found running at the moment of looking: that makes no busy loop."""
    tape.waited(tape.look("server", prints="x"), how="patience")
    tape.blocked("server", 5, "running", "")


@story("wall_limit", "server.py:5", program="server.py")
def _(tape: Tape) -> None:
    tape.waited(tape.look("bob", gets="x"), how="wall")
    tape.blocked("server", 5, "clock_nanosleep", "sleep")


@story("output_flood", "server.py:6", program="server.py", limit=1 << 20)
def _(tape: Tape) -> None:
    tape.printed("server", "y\n" * 1000)
    tape.note("server", "flooded", limit=1 << 20)
    tape.waited(tape.look("bob", gets="x"))
    tape.blocked("server", 6, "write", "screen")


# --- awaits -------------------------------------------------------------------------------------------


@story("no_answer", "server.py:8", actor="bob", expected="ready")
def _(tape: Tape) -> None:
    waiting = tape.look("bob", LookKind.AWAIT, check=None, gets="ready")
    tape.waited(waiting)
    tape.breaks("bob", "await", step=waiting)
    tape.look("server", prints="x", played=False)


@story("not_ended", None, program="server.py")
def _(tape: Tape) -> None:
    waiting = tape.ends("server", check=None)
    tape.waited(waiting)
    tape.breaks("server", "await", step=waiting)
    tape.look("server", prints="x", played=False)
