"""What is shown of TCP connections and of crowds: reports against expected files, and the conversation alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from grader import messages
from grader.outcome import CheckResult, Event, Finding, LookResult, Result, RunRecord, Transcript, Verdict
from grader.report.conversation import conversation
from grader.report.ladder import Ladder, Missing, draw
from grader.report.paint import Paint
from grader.report.redact import redact
from grader.report.text import render
from grader.report.waiting import Waiting, waiting_place

Record = Callable[[str, str], None]
Row = tuple[str, str, dict[str, Any]]

_SERVER: list[Row] = [
    ("ann", "bound", {"port": 5001}),
    ("ben", "bound", {"port": 5002}),
    ("server", "started", {"pid": 4, "file": "server.py"}),
    ("server", "ready", {"port": 9090, "protocol": "tcp"}),
]
_CLIENT: list[Row] = [
    ("fake", "bound", {"port": 9090}),
    ("client", "started", {"pid": 4, "file": "client.py"}),
    ("fake", "connected", {"connection": 1, "from": ["127.0.0.1", 40001]}),
]


def connects(peer: str) -> list[Row]:
    to = ["127.0.0.1", 9090]
    return [(peer, "connecting", {"to": to}), (peer, "connected", {"connection": 1, "to": to})]


def sent(peer: str, text: str) -> Row:
    return (peer, "sent", {"data": text.encode()})


def received(peer: str, text: str, port: int = 9090, connection: int = 1) -> Row:
    return (peer, "received", {"data": text.encode(), "from": ["127.0.0.1", port], "connection": connection})


def printed(actor: str, text: str) -> Row:
    return (actor, "printed", {"data": text.encode()})


def tape(*rows: Row) -> Transcript:
    return Transcript(Event(0.004 * number, *row) for number, row in enumerate(rows))


def failed(exercise: str, title: tuple[str, str], finding: Finding, transcript: Transcript) -> Result:
    """The result of an exercise with one check, which failed."""
    name = {"en": title[0], "zh": title[1]}
    check = CheckResult(
        id="serves",
        title=name,
        visibility="public",
        bonus=False,
        points=2,
        score=0.0,
        verdict=Verdict.FAILED,
        looks=(LookResult(0, 2, False, "settled"),),
        findings=(finding,),
    )
    return Result(
        exercise=exercise,
        title=name,
        verdict=Verdict.FAILED,
        score=0.0,
        max_score=2,
        seed=1,
        duration=0.1,
        hidden="none",
        isolation={"tier": "full", "features": [], "missing": []},
        grader="0.1.0",
        python="3.11.7",
        course={"id": "course", "digest": "", "trusted": True},
        submission={"path": f"work/{exercise}", "files": {"server.py": "", "client.py": ""}},
        runs=(RunRecord("talk", {}, 0.1, transcript),),
        checks=(check,),
    )


def second_waits() -> Result:
    place = {"file": "server.py", "function": "handle", "pid": 4}
    talk = tape(
        *_SERVER,
        *connects("ann"),
        received("ann", "hello"),
        sent("ann", "你好"),
        printed("server", "你好 5001\r\n"),
        received("ann", "hello"),
        *connects("ben"),
        ("", "waited", {"step": 8, "how": "settled"}),
        ("server", "blocked", {**place, "call": "poll", "on": "TCP 127.0.0.1:9090", "line": 20}),
        ("server", "blocked", {**place, "call": "recvfrom", "on": "TCP 127.0.0.1:9090 to 127.0.0.1:5001", "line": 8}),
    )
    source = "data = self.request.recv(1024)"
    args = {"actor": "ben", "program": "server.py", "expected": "hello"}
    finding = Finding("second_waits", args, run=0, event=12, file="server.py", line=8, source=source)
    return failed("05_socketserver", ("A second client is served", "第二个客户端也能得到服务"), finding, talk)


def taken_after_restart() -> Result:
    error = "OSError: [Errno 98] Address already in use"
    line = "    server = socketserver.ThreadingTCPServer(('127.0.0.1', 9090), MyServer)\n"
    traceback = f'Traceback (most recent call last):\n  File "server.py", line 15, in <module>\n{line}{error}\n'
    talk = tape(
        *_SERVER,
        *connects("ann"),
        received("ann", "hello"),
        ("server", "restarted", {}),
        ("ann", "reset", {"connection": 1}),
        ("server", "ended", {"how": "killed_by_grader", "status": 9}),
        ("server", "started", {"pid": 9, "file": "server.py"}),
        printed("server", traceback),
        ("server", "ended", {"how": "exited", "status": 1}),
    )
    args = {"actor": "server", "program": "server.py", "error": error, "status": 1}
    finding = Finding("port_in_use_after_restart", args, run=0, event=13, file="server.py", line=15, source=line)
    return failed("05_socketserver", ("It can be restarted", "可以重启"), finding, talk)


def closed_too_early() -> Result:
    talk = tape(
        *_CLIENT,
        sent("fake", "hello"),
        printed("client", "hello\r\n"),
        received("fake", "bye", 40001),
        ("fake", "closed", {"connection": 1}),
        ("client", "ended", {"how": "exited", "status": 0}),
        ("", "waited", {"step": 5, "how": "ended"}),
    )
    args = {"actor": "fake", "program": "client.py", "expected": "bye"}
    source = "sk.close()"
    finding = Finding("connection_closed", args, run=0, event=8, file="client.py", line=9, source=source)
    return failed("04_tcp_client", ("It goes on", "继续下去"), finding, talk)


def no_handler_class() -> Result:
    args = {"program": "server.py", "wanted": "socketserver.BaseRequestHandler", "method": "handle"}
    finding = Finding("no_handler_class", args, run=0, file="server.py", line=4, source="class MyServer:")
    return failed("05_socketserver", ("A handler class", "处理类"), finding, tape(*_SERVER, *connects("ann")))


@pytest.mark.parametrize("lang", messages.LANGUAGES)
@pytest.mark.parametrize("sample", [second_waits, taken_after_restart, closed_too_early, no_handler_class])
def test_report(sample: Callable[[], Result], lang: str, recorded: Record) -> None:
    messages.set_language(lang)
    shown = render(redact(sample()), width=80, color=False, unicode=True, verbose=0)
    recorded(f"{sample.__name__}.{lang}", shown)


# --- the conversation ---------------------------------------------------------------------------


def told(*rows: Row) -> list[tuple[str, str, str]]:
    return [(turn.actor, turn.to, turn.words) for turn in conversation(tape(*rows)).turns]


def test_a_connection_is_told_by_both_of_its_ends() -> None:
    ways: list[Row] = [("ann", "hung_up", {"how": how}) for how in ("half", "reset", "close")]
    ends: list[Row] = [("ann", "closed", {"connection": 1}), ("ann", "reset", {"connection": 1})]
    assert told(*_SERVER, *connects("ann"), sent("ann", "hi"), *ends, *ways) == [
        ("ann", "server", "connects"),
        ("ann", "server", "hi"),
        ("server", "ann", "closes the connection"),
        ("server", "ann", "breaks the connection off"),
        ("ann", "server", "says that it is done"),
        ("ann", "server", "breaks the connection off"),
        ("ann", "server", "closes the connection"),
    ]


def test_what_a_server_of_the_graders_sends_goes_to_the_program() -> None:
    again: Row = ("fake", "connected", {"connection": 2, "from": ["127.0.0.1", 40002]})
    assert told(*_CLIENT, sent("fake", "hi"), again, received("fake", "bye", 40002, 2)) == [
        ("client", "fake", "connects"),
        ("fake", "client", "hi"),
        ("client", "fake", "connects once more"),
        ("client", "fake", "bye"),
    ]


def test_a_restart_is_one_turn_and_the_program_lives_on() -> None:
    rows: list[Row] = [
        ("server", "restarted", {}),
        ("server", "ended", {"how": "killed_by_grader", "status": 9}),
        ("server", "started", {"pid": 9, "file": "server.py"}),
    ]
    talk = conversation(tape(*_SERVER, *rows, *connects("ben")))
    assert [turn.words for turn in talk.turns] == ["is ended and started again", "connects"]
    assert talk.ended == {}


def test_nobody_listens() -> None:
    refused: Row = ("ann", "refused", {"connection": 1, "to": ["127.0.0.1", 9090]})
    assert told(*_SERVER, connects("ann")[0], refused)[1:] == [("ann", "", "nobody listens there")]


def test_a_ladder_has_lanes_only_for_those_who_occur_in_it() -> None:
    crowd = [row for number in range(200) for row in connects(f"crowd[{number}]")]
    last = [sent("crowd[7]", "hi"), received("crowd[7]", "hello")] * 4
    lines = draw(conversation(tape(*_SERVER, *crowd, *last)), Ladder(74, Paint.of(color=False, unicode=True), None))
    assert "crowd[7]" in lines[0]
    assert "crowd[8]" not in "".join(lines)
    assert len(lines) == 10


def test_many_of_a_crowd_are_told_in_words() -> None:
    crowd = [row for number in range(200) for row in connects(f"crowd[{number}]")]
    ladder = Ladder(74, Paint.of(color=False, unicode=True), None, None, Missing("server", "crowd[0]"), "never came")
    lines = draw(conversation(tape(*_SERVER, *crowd)), ladder)
    assert lines[-2:] == ["  crowd[199] → server  connects", "✘ server → crowd[0]: never came"]
    assert len(lines) == 10


def test_a_long_text_that_is_not_the_mistake_is_shortened() -> None:
    lines = draw(
        conversation(tape(*_SERVER, sent("ann", "ab " * 300))), Ladder(60, Paint.of(color=False, unicode=True), None)
    )
    assert len(lines) == 4
    assert lines[-1].endswith("... (900 characters in all)")


def test_a_program_waits_for_somebody() -> None:
    mark = {"call": "recvfrom", "on": "TCP 127.0.0.1:9090 to 127.0.0.1:5002", "file": "server.py", "line": 8}
    run = RunRecord("r", {}, 0.1, tape(*_SERVER, ("", "step", {"step": 0}), ("server", "blocked", mark)))
    words = "waits in recv() for something to come on the connection with ben"
    assert waiting_place(Finding("no_answer", event=4), run, "server") == Waiting("server.py:8", words, "")
