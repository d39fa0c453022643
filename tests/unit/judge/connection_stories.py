"""Stories of TCP connections: who was not served, who spoke too early, who hung up."""

from __future__ import annotations

from grader.judge.expectations import LookKind

from .story import story
from .tape import Tape

SERVING = "sock.listen()\nconn, address = sock.accept()\nconn.send(b'hello')\nprint(conn.recv(1024), address[1])\n"
CONNECTING = "import socket\nsock = socket.socket()\nsock.connect(('127.0.0.1', 9090))\nsock.send(b'bye')\n"


@story("no_greeting", "server.py:4", source=SERVING, actor="alice")
def _(tape: Tape) -> None:
    tape.connected("alice")
    tape.waited(tape.look("alice", gets="hello"))
    tape.blocked("server", 4)


@story("second_waits", "server.py:4", source=SERVING, actor="bob")
def _(tape: Tape) -> None:
    tape.connected("alice")
    tape.streamed("alice", "hello")
    tape.seen(tape.look("alice", gets="hello", check="first"))
    tape.connected("bob")
    tape.waited(tape.look("bob", gets="hello"))
    tape.blocked("server", 4)


@story("no_greeting", "server.py:3", source=SERVING, actor="bob")
def _(tape: Tape) -> None:
    """The first client has left already: it keeps nobody waiting."""
    tape.connected("alice")
    tape.streamed("alice", "hello")
    tape.seen(tape.look("alice", gets="hello", check="first"))
    tape.hangs_up("alice")
    tape.connected("bob")
    tape.waited(tape.look("bob", gets="hello"))


@story("answer_to_wrong_client", "server.py:3", source=SERVING, expected_at="bob", got_at="alice")
def _(tape: Tape) -> None:
    tape.connected("alice")
    tape.streamed("alice", "hello")
    tape.seen(tape.look("alice", gets="hello", check="first"))
    tape.connected("bob")
    step = tape.look("bob", gets="hello")
    tape.streamed("alice", "hello")
    tape.waited(step)


@story("connection_closed", "server.py:3", source=SERVING, actor="alice")
def _(tape: Tape) -> None:
    tape.connected("alice")
    step = tape.look("alice", gets="hello")
    tape.hangs_up("alice")
    tape.waited(step)


@story("connection_reset", "server.py:3", source=SERVING)
def _(tape: Tape) -> None:
    tape.connected("alice")
    tape.nothing("alice", check="c", played=False)
    step = tape.look("alice", gets="hello", check="other")
    tape.hangs_up("alice", "reset")
    tape.waited(step)


@story("not_accepted", "server.py:3", source=SERVING)
def _(tape: Tape) -> None:
    tape.note("alice", "connecting", to=["127.0.0.1", 9090])
    tape.hangs_up("alice", "refused")
    tape.waited(tape.look("alice", gets="hello"))


@story("not_closed", source=SERVING, actor="alice")
def _(tape: Tape) -> None:
    tape.connected("alice")
    tape.waited(tape.look("alice", closed=True))


@story("not_connected", actor="fake")
def _(tape: Tape) -> None:
    tape.waited(tape.look("fake", connects=True))


@story("new_connection", "client.py:5", actor="fake")
def _(tape: Tape) -> None:
    tape.connected("fake")
    tape.seen(tape.look("fake", connects=True, check="first"))
    step = tape.look("fake", LookKind.NOTHING, connects=True)
    tape.connected("fake", number=2)
    tape.waited(step)


@story("sent_first", "client.py:5", actual="bye")
def _(tape: Tape) -> None:
    tape.connected("fake")
    step = tape.nothing("fake", check="c")
    tape.streamed("fake", "bye")
    tape.waited(step)


@story("sent_too_much", "client.py:5", actual="bye")
def _(tape: Tape) -> None:
    tape.connected("fake")
    tape.sent("fake", "hello")
    step = tape.nothing("fake", check="c")
    tape.streamed("fake", "bye")
    tape.waited(step)


@story("unexpected_answer", "server.py:3", source=SERVING, actual="hello")
def _(tape: Tape) -> None:
    tape.connected("alice")
    step = tape.nothing("alice", check="c")
    tape.streamed("alice", "hello")
    tape.waited(step)


@story("wrong_answer", "server.py:3", source=SERVING, actual="hallo", expected="hello")
def _(tape: Tape) -> None:
    tape.connected("alice")
    step = tape.look("alice", gets="hello")
    tape.streamed("alice", "hallo")
    tape.seen(step)


@story("ended_early", source=SERVING, status=0)
def _(tape: Tape) -> None:
    """The end of the program says more than that of its connection."""
    tape.connected("alice")
    step = tape.nothing("alice", check="c")
    tape.hangs_up("alice")
    tape.ended("server")
    tape.waited(step, how="ended")


@story("port_in_use_after_restart", "server.py:1", source=SERVING, program="server.py")
def _(tape: Tape) -> None:
    tape.note("server", "restarted")
    tape.ended("server", how="killed_by_grader")
    tape.look("alice", gets="hello", played=False)
    tape.printed(
        "server",
        'Traceback (most recent call last):\n  File "/mnt/1/server.py", line 1, in <module>\n'
        "OSError: [Errno 98] Address already in use\n",
    )
    tape.ended("server", 1)
    tape.breaks("server")
