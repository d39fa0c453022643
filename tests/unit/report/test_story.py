"""What the report reads out of a transcript: the conversation, the traceback, the place where a program waits."""

from __future__ import annotations

from typing import Any

import pytest

from grader.outcome import Event, Finding, RunRecord, Transcript
from grader.report.conversation import conversation
from grader.report.crash import own_traceback, tracebacks
from grader.report.ladder import Ladder, Missing, draw
from grader.report.paint import Paint
from grader.report.waiting import Waiting, in_words, waiting_place

PAINT = Paint.of(color=False, unicode=True)


def tape(*rows: tuple[Any, ...]) -> Transcript:
    """Rows of actor, kind, fields; a `data` given as text becomes bytes."""
    events = []
    for actor, kind, *rest in rows:
        fields = dict(rest[0]) if rest else {}
        if isinstance(fields.get("data"), str):
            fields["data"] = fields["data"].encode()
        events.append(Event(0.0, actor, kind, fields))
    return Transcript(events)


def printed(actor: str, data: Any) -> tuple[Any, ...]:
    return (actor, "printed", {"data": data})


STARTED = ("server", "started", {"file": "server.py"})
READY = ("server", "ready", {"port": 9090, "protocol": "udp"})
BOUND = ("bob", "bound", {"port": 5000})


def told(transcript: Transcript) -> list[tuple[str, str, str]]:
    return [(turn.actor, turn.to, turn.text) for turn in conversation(transcript).turns]


def test_who_sent_what_to_whom() -> None:
    transcript = tape(
        BOUND,
        STARTED,
        READY,
        ("bob", "sent", {"data": "hi", "to": ["127.0.0.1", 9090]}),
        ("bob", "received", {"data": b"\xff", "from": ["127.0.0.1", 9090]}),
        ("bob", "received", {"data": b"", "from": ["127.0.0.1", 777]}),
    )
    assert told(transcript) == [
        ("bob", "server", "hi"),
        ("server", "bob", "\\xff"),
        ("server", "bob", "(an empty datagram)"),
    ]


def test_with_two_programs_an_unknown_port_is_nobodys() -> None:
    transcript = tape(STARTED, ("client", "started"), ("bob", "received", {"data": "x", "from": ["127.0.0.1", 777]}))
    assert told(transcript) == [("", "bob", "x")]


def test_output_in_pieces_is_read_in_lines() -> None:
    data = "消息来自Bob : 你好\r\n>>> ".encode()
    transcript = tape(STARTED, *(printed("server", data[at : at + 1]) for at in range(len(data))))
    assert told(transcript) == [("server", "", "消息来自Bob : 你好")]


def test_the_same_line_again_and_again_is_one_turn() -> None:
    (turn,) = conversation(tape(STARTED, printed("server", "tick\n" * 500))).turns
    assert turn.words == "prints: tick  (500 times)"


def test_a_traceback_in_pieces_is_one_turn() -> None:
    transcript = tape(
        STARTED,
        printed("server", "hello\nTraceback (most recent"),
        ("bob", "sent", {"data": "hi", "to": ["127.0.0.1", 9090]}),
        printed("server", ' call last):\n  File "/x/server.py", line 1, in <module>\n    boom()\n'),
        printed("server", "KeyError: 1\n"),
        ("server", "ended", {"how": "exited", "status": 1}),
    )
    assert [turn.text for turn in conversation(transcript).turns] == ["hello", "stops with an exception", "hi"]


def test_a_program_sends_nothing_after_its_end() -> None:
    """The grader may learn of the traceback first."""
    crash = 'Traceback (most recent call last):\n  File "s.py", line 1, in <module>\nKeyError: 1\n'
    transcript = tape(
        STARTED,
        READY,
        printed("server", crash),
        ("bob", "received", {"data": "bye", "from": ["127.0.0.1", 9090]}),
        ("server", "ended", {"how": "exited", "status": 1}),
    )
    assert [turn.text for turn in conversation(transcript).turns] == ["bye", "stops with an exception"]


def test_ends_and_refusals() -> None:
    transcript = tape(
        STARTED,
        ("bob", "refused"),
        ("server", "flooded", {"limit": 10}),
        ("server", "ended", {"how": "signalled", "status": 9}),
    )
    assert [turn.text for turn in conversation(transcript).turns] == [
        "nobody listens there",
        "prints without end; the rest is cut off",
        "ends by signal SIGKILL",
    ]


def test_a_server_stands_between_its_clients() -> None:
    sends = [(name, "sent", {"data": "x", "to": ["127.0.0.1", 9090]}) for name in ("bob", "alice", "carol", "dave")]
    assert conversation(tape(STARTED, READY, *sends)).actors == ["bob", "alice", "server", "carol", "dave"]


# --- the ladder -------------------------------------------------------------------------------


def ladder(transcript: Transcript, **how: Any) -> list[str]:
    width = how.pop("width", 70)
    return draw(conversation(transcript), Ladder(width, PAINT, how.pop("until", None), **how))


def test_arrows_cross_lanes() -> None:
    transcript = tape(
        STARTED,
        READY,
        ("bob", "bound", {"port": 5000}),
        ("bob", "sent", {"data": "a", "to": ["127.0.0.1", 9090]}),
        ("eve", "sent", {"data": "b", "to": ["127.0.0.1", 5000]}),
        ("server", "ended", {"how": "exited", "status": 0}),
        ("bob", "typed", {"data": "c"}),
    )
    assert ladder(transcript) == [
        "    bob    server   eve",
        "      ├──────▶│       │   a",
        "      │◀──────┼───────┤   b",
        "      │       ●       │   ends with status 0",
        "      ●               │   keyboard: c",
    ]


def test_what_is_missing_is_dashed() -> None:
    transcript = tape(STARTED, READY, ("bob", "sent", {"data": "a", "to": ["127.0.0.1", 9090]}))
    assert ladder(transcript, missing=Missing("server", "bob"), words="never came")[1:] == [
        "      ├──────▶│   a",
        "✘     │◀╌╌╌╌╌╌┤   never came",
    ]


def test_without_a_conversation_there_is_no_picture() -> None:
    assert ladder(tape(STARTED)) == []


def test_too_many_actors_are_told_in_words() -> None:
    sends = [(f"c{n}", "sent", {"data": "x", "to": ["127.0.0.1", 9090]}) for n in range(7)]
    assert ladder(tape(STARTED, READY, *sends))[0] == "  c0 → server  x"


def test_earlier_turns_are_counted() -> None:
    sends = [("bob", "sent", {"data": str(n), "to": ["127.0.0.1", 9090]}) for n in range(12)]
    lines = ladder(tape(STARTED, READY, *sends))
    assert "(earlier: 4 more)" in lines[1]
    assert len(lines) == 2 + 8


# --- tracebacks -------------------------------------------------------------------------------

CRASH = """Traceback (most recent call last):
  File "/submission/server.py", line 20, in <module>
    main()
  File "/usr/lib/python3.11/json/decoder.py", line 355, in raw_decode
    raise JSONDecodeError("Expecting value", s, err.value) from None
  File "/submission/a/chat.py", line 5, in main
    data = json.loads(text)
           ^^^^^^^^^^^^^^^^
json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)

more output
"""


def test_only_the_students_own_frames_are_kept() -> None:
    assert own_traceback(CRASH, ["server.py", "a/chat.py", "chat.py"], 80) == [
        "server.py:20   main()",
        "a/chat.py:5    data = json.loads(text)",
        "                      ^^^^^^^^^^^^^^^^",
        "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
    ]


def test_without_names_of_files_pythons_own_are_left_out() -> None:
    lines = own_traceback(CRASH, [], 80)
    assert not any("decoder.py" in line for line in lines)
    assert any("/submission/server.py:20" in line for line in lines)


def test_a_mark_that_would_not_fit_is_left_out() -> None:
    text = CRASH.replace("json.loads(text)", "json.loads(text" + "x" * 50 + ")")
    lines = own_traceback(text, ["server.py", "a/chat.py"], 40)
    assert not any("^" in line for line in lines)
    assert all(len(line) <= 40 for line in lines)


def test_the_last_of_several_tracebacks() -> None:
    first = CRASH.replace("line 20", "line 11")
    assert [found.start for found in tracebacks(first + CRASH)] == [0, len(first)]
    assert own_traceback(first + CRASH, ["server.py"], 80)[0].startswith("server.py:20")


@pytest.mark.parametrize("text", ["", "no traceback", "Traceback (most recent call last):", CRASH[:60]])
def test_what_is_no_traceback_or_half_of_one(text: str) -> None:
    own_traceback(text, ["server.py"], 80)


# --- waiting ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({"call": "recvfrom", "on": "UDP 127.0.0.1:9090"}, "waits in recvfrom() for a message on UDP 127.0.0.1:9090"),
        ({"call": "read", "on": "keyboard"}, "waits for a line from the keyboard"),
        ({"call": "futex", "on": "lock"}, "waits for a lock, or for another thread or process"),
        ({"call": "epoll_wait", "on": "UDP 0.0.0.0:9"}, "waits in epoll() on UDP 0.0.0.0:9"),
        ({"call": "accept4", "on": "TCP 127.0.0.1:1"}, "waits in accept() for somebody to connect to TCP 127.0.0.1:1"),
        ({"call": "clock_nanosleep", "on": "sleep"}, "sleeps"),
        ({"call": "pause", "on": ""}, "waits in pause()"),
        ({"call": "running", "on": ""}, "runs without waiting for anything"),
        ({}, "waits in ?()"),
    ],
)
def test_where_a_program_waits(record: dict[str, str], words: str) -> None:
    assert in_words({"file": "server.py", "line": 12, **record}) == Waiting("server.py:12", words, "")


def test_the_place_is_that_of_the_findings_own_step() -> None:
    mark = {"call": "read", "on": "keyboard", "file": "server.py", "line": 7}
    transcript = tape(
        ("", "step", {"step": 0}),
        ("", "waited", {"step": 0}),
        ("server", "blocked", mark),
        ("", "step", {"step": 1}),
        ("", "waited", {"step": 1}),
    )
    run = RunRecord("r", {}, 0.1, transcript, blocked=({"actor": "server", "line": 7, "source": "  input()"},))
    found = waiting_place(Finding("not_printed", event=1), run, "server")
    assert found == Waiting("server.py:7", "waits for a line from the keyboard", "input()")
    assert waiting_place(Finding("not_printed", event=4), run, "server") is None
    assert waiting_place(Finding("not_printed", event=99), run, "server") is None
    assert waiting_place(Finding("not_printed"), run, "server") is None


def test_a_run_without_marks_has_the_place_of_its_end() -> None:
    run = RunRecord("r", {}, 0.1, tape(), blocked=({"actor": "server", "call": "read", "on": "keyboard"},))
    found = waiting_place(Finding("not_printed", event=0), run, "server")
    assert found == Waiting("server", "waits for a line from the keyboard", "")
