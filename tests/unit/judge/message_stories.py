"""Stories of what programs print, answer and send, and in what way it is not what was asked for."""

from __future__ import annotations

import json

from grader.judge.expectations import Payload, Prints

from .story import story
from .tape import Tape

# --- printing -----------------------------------------------------------------------------------------

WANTED = "消息来自egon : 你好世界"
PRINTING = 'x = 1\nprint("消息来自%s : %s" % (name, text))\nprint(data)\n'


def prints(tape: Tape, screen: str | bytes, wanted: str | Prints = WANTED) -> None:
    step = tape.look("server", prints=wanted)
    tape.printed("server", screen)
    tape.waited(step)
    tape.blocked("server", 1)


@story("not_printed", "server.py:2", source=PRINTING, actor="server", expected=WANTED)
def _(tape: Tape) -> None:
    prints(tape, "")


@story("not_printed", "server.py:1", source="x = 1\n", actor="server")
def _(tape: Tape) -> None:
    """Where nothing prints: the line where the program waits."""
    prints(tape, "quite something else\n")


@story("not_printed", "server.py:6", expected=r"/^\d+ left$/")
def _(tape: Tape) -> None:
    tape.waited(tape.look("server", prints=Prints((), r"^\d+ left$")))


@story("printed_differently", "server.py:2", source=PRINTING, actual="消息来自egon: 你好世界")
def _(tape: Tape) -> None:
    prints(tape, "消息来自egon: 你好世界\n")


@story("printed_differently", "server.py:2", source=PRINTING, actual="消息来自 egon : 你好世界")
def _(tape: Tape) -> None:
    prints(tape, "banner\n消息来自 egon : 你好世界\n")


@story("printed_as_bytes", "server.py:3", source="x = 1\n\nprint(data)\n")
def _(tape: Tape) -> None:
    prints(tape, f"消息来自egon : {'你好世界'.encode()!r}\n")


@story("printed_escaped", "server.py:6")
def _(tape: Tape) -> None:
    prints(tape, f"消息来自egon : {json.dumps('你好世界')}\n")


@story("printed_garbled", "server.py:6")
def _(tape: Tape) -> None:
    prints(tape, "消息来自egon : " + "你好世界".encode().decode("latin-1") + "\n")


@story("printed_garbled", "server.py:6")
def _(tape: Tape) -> None:
    """Written in another encoding."""
    prints(tape, "消息来自egon : 你好世界\n".encode("gbk"))


@story("printed_garbled", "server.py:6")
def _(tape: Tape) -> None:
    """The same, behind a line that was read and came in one piece with it."""
    tape.printed("server", b"ready\n" + "消息来自egon : 你好世界\n".encode("gbk"))
    tape.seen(tape.look("server", prints="ready", check="ready"))
    prints(tape, "")


@story("printed_repr", "server.py:6", actual="{'msg': '你好世界', 'username': 'egon'}")
def _(tape: Tape) -> None:
    prints(tape, "{'msg': '你好世界', 'username': 'egon'}\n")


@story("printed_unwanted", "server.py:2", source='x = 1\nprint("secret")\nprint(x)\n', actual="secret")
def _(tape: Tape) -> None:
    step = tape.nothing("server", prints="secret")
    tape.printed("server", "the secret\n")
    tape.waited(step)


# --- answers at a client ------------------------------------------------------------------------------


@story("no_answer", "server.py:8", actor="bob", expected="x", program="server.py")
def _(tape: Tape) -> None:
    tape.waited(tape.look("bob", gets="x"))
    tape.blocked("server", 5)


@story("no_answer", "server.py:5")
def _(tape: Tape) -> None:
    """Every thread waits for something of the program's own: there is the mistake, not where it sends."""
    tape.waited(tape.look("bob", gets="x"))
    tape.blocked("server", 5, "futex", "lock")


@story("no_answer", "server.py:1", source="s.recvfrom(1)\ns.sendto(b'a', x)\ns.sendto(b'b', x)\n")
def _(tape: Tape) -> None:
    """Several lines send: the one where it waits."""
    tape.waited(tape.look("bob", gets="x"))
    tape.blocked("server", 1)


@story("answer_to_wrong_client", "server.py:8", expected_at="bob", got_at="alice", actual="x")
def _(tape: Tape) -> None:
    step = tape.look("bob", gets="x")
    tape.received("alice", "x")
    tape.waited(step)


@story("answer_to_wrong_client", "server.py:8", expected_at="bob", got_at="alice")
def _(tape: Tape) -> None:
    tape.typed("server", "x")
    tape.received("bob", "x")
    tape.received("alice", "x")
    tape.seen(tape.look("bob", gets="x", check="answers"))
    tape.waited(tape.nothing("alice"))


@story("answered_before_typing", "server.py:8", actor="bob", actual="hello")
def _(tape: Tape) -> None:
    tape.sent("bob", "hello")
    step = tape.nothing("bob")
    tape.received("bob", "hello")
    tape.waited(step)


@story("answered_before_typing", "server.py:2", source="s.recvfrom(1)\ns.sendto(b'x', a)\ninput()\ns.sendto(b'y', a)\n")
def _(tape: Tape) -> None:
    """The line that sends before the keyboard is read."""
    tape.sent("bob", "hello")
    step = tape.nothing("bob")
    tape.received("bob", "x")
    tape.waited(step)


@story("unexpected_answer", "server.py:8", actor="alice", actual="odd")
def _(tape: Tape) -> None:
    tape.typed("server", "x")
    tape.received("alice", "odd")
    tape.waited(tape.nothing("alice"))


@story("answered_twice", "server.py:8", actor="bob", actual="x")
def _(tape: Tape) -> None:
    tape.sent("bob", "hello")
    tape.typed("server", "x")
    tape.received("bob", "x")
    tape.seen(tape.look("bob", gets="x", check="answers"))
    tape.received("bob", "x")
    tape.waited(tape.nothing("bob"))


@story("answered_twice", "server.py:8", actor="bob", expected="y", actual="x")
def _(tape: Tape) -> None:
    tape.received("bob", "x")
    tape.seen(tape.look("bob", gets="x", check="answers"))
    tape.received("bob", "x")
    tape.seen(tape.look("bob", gets="y"))


# --- what is in a datagram ----------------------------------------------------------------------------

OBJECT = Payload(json={"msg": "你好", "username": "server"})


def gets(tape: Tape, data: str | bytes, wanted: Payload = OBJECT) -> None:
    step = tape.look("bob", gets=wanted)
    tape.received("bob", data)
    tape.seen(step)


@story("not_json", "server.py:8", actor="bob", actual="hello")
def _(tape: Tape) -> None:
    gets(tape, "hello")


@story("not_json", "server.py:8")
def _(tape: Tape) -> None:
    gets(tape, "{'msg': '你好', 'username': 'server'}")


@story("not_utf8", "server.py:8", actual="{\\xff}")
def _(tape: Tape) -> None:
    gets(tape, b"{\xff}")


@story("not_an_object", "server.py:8", actual='["你好"]')
def _(tape: Tape) -> None:
    gets(tape, '["你好"]')


@story("missing_key", "server.py:8", key="username")
def _(tape: Tape) -> None:
    gets(tape, '{"msg": "你好"}')


@story("extra_key", "server.py:8", key="time")
def _(tape: Tape) -> None:
    gets(tape, '{"msg": "你好", "username": "server", "time": 1}')


@story("wrong_value", "server.py:8", key="username", expected="server", actual="egon")
def _(tape: Tape) -> None:
    gets(tape, '{"msg": "你好", "username": "egon"}')


@story("wrong_value", "server.py:8", key="n", expected="1", actual="true")
def _(tape: Tape) -> None:
    gets(tape, '{"n": true, "more": 0}', Payload(json_has={"n": 1}))


@story("text_garbled", "server.py:8", key="msg", expected="你好")
def _(tape: Tape) -> None:
    gets(tape, json.dumps({"msg": "你好".encode().decode("latin-1"), "username": "server"}))


@story("text_garbled", "server.py:8", key="msg", actual="??")
def _(tape: Tape) -> None:
    gets(tape, '{"msg": "??", "username": "server"}')


@story("wrong_answer", "server.py:8", expected="hello", actual="HELLO")
def _(tape: Tape) -> None:
    gets(tape, "HELLO", Payload(text="hello"))


@story("wrong_answer", "server.py:8", expected="[1, 2]", actual="[2, 1]")
def _(tape: Tape) -> None:
    gets(tape, "[2, 1]", Payload(json=[1, 2]))


@story("wrong_answer", "server.py:8", expected="/^[0-9]+$/", actual="ten")
def _(tape: Tape) -> None:
    gets(tape, "ten", Payload(matches="^[0-9]+$"))


# --- sending, at a fake server ------------------------------------------------------------------------


@story("not_sent", "client.py:5", actor="fake", expected="x", program="client.py")
def _(tape: Tape) -> None:
    tape.waited(tape.look("fake", gets="x"))


@story("sent_before_typing", "client.py:5", actor="fake", actual="x")
def _(tape: Tape) -> None:
    step = tape.nothing("fake")
    tape.received("fake", "x")
    tape.waited(step)


@story("sent_too_much", "client.py:5", actor="fake", actual="x")
def _(tape: Tape) -> None:
    tape.typed("client", "x")
    tape.received("fake", "x")
    tape.seen(tape.look("fake", gets="x", check="sends"))
    tape.received("fake", "x")
    tape.waited(tape.nothing("fake"))


@story("sent_too_much", "client.py:5", expected="y", actual="x")
def _(tape: Tape) -> None:
    tape.received("fake", "x")
    tape.seen(tape.look("fake", gets="x", check="sends"))
    tape.received("fake", "x")
    tape.seen(tape.look("fake", gets="y"))


@story("not_sent", None, program="client.py")
def _(tape: Tape) -> None:
    """A reply had nobody to go to, and no look had asked for the message."""
    tape.acts()
    tape.breaks("fake", "not_sent")
    tape.look("client", prints="x", played=False)
