"""Every code has words in both languages, and a story."""

from __future__ import annotations

import ast
import re
from typing import Any

import pytest

from grader import messages
from grader.outcome import Finding
from grader.report.codes import TABLE
from grader.report.codes.connections import CLIENT_HINTS, SERVER_HINTS
from grader.report.codes.exceptions import exception_hint, special_hint
from grader.report.explain import explain_code, known_codes
from grader.report.findings import as_text, mark_words, render_finding, signal_name
from grader.report.stories import STORIES

#: What the judge gives with each code; `program` and `actor` come with most of them.
ARGUMENTS: dict[str, dict[str, Any]] = {
    "no_file": {"file": "server.py"},
    "empty_file": {"file": "server.py"},
    "not_a_file": {"file": "server.py"},
    "syntax_error": {"file": "server.py", "line": 3, "text": "print(", "detail": "'(' was never closed"},
    "import_error": {"file": "server.py", "line": 1, "detail": "No module named 'sockets'"},
    "crashed": {"error": "KeyError: 'msg'", "status": 1},
    "raised": {"error": "KeyError: 'msg'"},
    "killed": {"signal": 9},
    "exited_nonzero": {"status": 3},
    "wrong_port": {"port": 9091, "wanted": 9090, "protocol": "udp"},
    "wrong_protocol": {"got": "tcp", "wanted": "udp", "port": 9090},
    "wrong_address": {"address": "127.0.1.1", "wanted": "127.0.0.1", "port": 9090},
    "ipv6_only": {"port": 9090},
    "address_in_use": {},
    "port_in_use_after_restart": {"error": "OSError: [Errno 98] Address already in use", "status": 1},
    "ended_before_ready": {"status": 0},
    "input_before_ready": {},
    "not_listening": {"wanted": "9090/udp"},
    "stdlib_shadowed": {"file": "socket.py", "module": "socket"},
    "not_printed": {"expected": "hi"},
    "printed_unwanted": {"actual": "hi"},
    "printed_differently": {"expected": "hi", "actual": "ho"},
    "printed_as_bytes": {"expected": "hi", "actual": "b'hi'"},
    "printed_escaped": {"expected": "你", "actual": "\\u4f60"},
    "printed_garbled": {"expected": "你", "actual": "浣"},
    "printed_repr": {"expected": "hi", "actual": "'hi'"},
    "no_answer": {"expected": "{}"},
    "answer_to_wrong_client": {"expected_at": "alice", "got_at": "bob"},
    "answered_before_typing": {"actual": "{}"},
    "unexpected_answer": {"actual": "{}"},
    "answered_twice": {"actual": "{}"},
    "not_json": {"actual": "hi"},
    "not_utf8": {"actual": "\\xff"},
    "not_an_object": {"actual": "[]"},
    "missing_key": {"key": "msg", "actual": "{}"},
    "extra_key": {"key": "time", "actual": "{}"},
    "wrong_value": {"key": "msg", "expected": "hi", "actual": "ho"},
    "wrong_answer": {"expected": "hi", "actual": "ho"},
    "text_garbled": {"key": "msg", "expected": "你", "actual": "浣"},
    "not_sent": {"expected": "{}"},
    "sent_before_typing": {"actual": "{}"},
    "sent_too_much": {"actual": "{}"},
    "not_connected": {},
    "not_accepted": {"expected": "hello"},
    "no_greeting": {"expected": "hello"},
    "second_waits": {"expected": "hello"},
    "sent_first": {"actual": "bye"},
    "connection_closed": {"expected": "bye"},
    "connection_reset": {"expected": "bye"},
    "not_closed": {},
    "new_connection": {},
    "ended_early": {"status": 0},
    "not_in_time": {"expected": "hi", "seconds": 5.0},
    "busy_loop": {},
    "output_flood": {"limit": 1048576},
    "wall_limit": {},
    "unread_keyboard": {},
    "cannot_type": {},
    "not_ended": {},
    "wrong_status": {"status": 1, "wanted": 0},
    "no_handler_class": {"wanted": "socketserver.BaseRequestHandler", "method": "handle"},
    "no_threading_server": {"wanted": "socketserver.ThreadingMixIn", "method": None},
    "no_such_class": {"wanted": "threading.Thread", "method": "run"},
    "not_used": {"wanted": "threading.Thread, threading.Timer", "method": None},
    "python_check": {"text": "ann was served twice as often as ben"},
}


def finding(code: str, **args: Any) -> Finding:
    return Finding(code, {"actor": "bob", "program": "server.py", **ARGUMENTS.get(code, {}), **args})


def test_every_code_is_tested_here() -> None:
    assert set(ARGUMENTS) == set(TABLE)


@pytest.mark.parametrize("lang", messages.LANGUAGES)
@pytest.mark.parametrize("code", ARGUMENTS)
def test_every_code_has_words(code: str, lang: str) -> None:
    messages.set_language(lang)
    rendered = render_finding(finding(code))
    assert rendered.message
    assert rendered.message != messages._(TABLE[code].title), "an argument of the message was not there"
    assert rendered.hint
    for text in (rendered.message, rendered.hint, mark_words(finding(code))):
        assert "{" not in text.replace("{}", "")
        assert not re.search(r"\bNone\b", text)
    if lang == "zh":
        assert re.search("[一-鿿]", rendered.message)


@pytest.mark.parametrize("code", ARGUMENTS)
def test_a_code_without_its_arguments_is_still_a_sentence(code: str) -> None:
    rendered = render_finding(Finding(code))
    assert rendered.message
    assert "{" not in rendered.message + rendered.hint


def test_values_come_from_the_finding_or_its_arguments() -> None:
    rendered = render_finding(Finding("not_printed", {"expected": "hi", "actual": {"a": "你"}}))
    assert (rendered.expected, rendered.actual) == ("hi", '{"a": "你"}')
    assert render_finding(Finding("not_printed", {"expected": "x"}, expected="y")).expected == "y"


def test_severity_is_the_tables() -> None:
    assert render_finding(finding("stdlib_shadowed")).severity == "remark"
    assert render_finding(finding("not_printed")).severity == "mistake"
    assert render_finding(Finding("serial_lookup", severity="remark")).severity == "remark"


def test_arguments_are_made_safe_and_readable() -> None:
    assert "\x1b" not in render_finding(finding("crashed", error="\x1b[2JKeyError")).message
    assert render_finding(finding("crashed", error="ValueError: no.")).message.endswith(": ValueError: no.")
    assert "SIGKILL" in render_finding(finding("killed")).message
    assert "any TCP port was expected" in render_finding(finding("not_listening", wanted="any/tcp")).message
    assert "UDP port 9090 was expected" in render_finding(finding("not_listening")).message
    assert "listens on UDP port 9091" in render_finding(finding("wrong_port")).message


def test_who_is_meant_when_nobody_is_named() -> None:
    assert render_finding(Finding("busy_loop")).message.startswith("your program uses")
    assert render_finding(Finding("busy_loop", file="server.py")).message.startswith("server.py uses")


def test_the_other_protocol_has_the_other_hint() -> None:
    assert "SOCK_DGRAM)" in render_finding(finding("wrong_protocol")).hint
    assert "leave it out" in render_finding(finding("wrong_protocol", got="udp", wanted="tcp")).hint


@pytest.mark.parametrize("lang", messages.LANGUAGES)
@pytest.mark.parametrize(("side", "hints"), [("server", SERVER_HINTS), ("client", CLIENT_HINTS)])
def test_each_side_of_a_connection_has_hints_of_its_own(side: str, hints: dict[str, str], lang: str) -> None:
    messages.set_language(lang)
    for code in hints:
        hint = render_finding(finding(code), side=side).hint
        assert hint == messages._(hints[code])
        assert hint != render_finding(finding(code)).hint
    assert render_finding(finding("killed"), side=side).hint == render_finding(finding("killed")).hint


def test_a_class_without_a_method_of_its_own() -> None:
    assert "has a method run" in render_finding(finding("no_such_class")).message
    assert "method" not in render_finding(finding("no_such_class", method=None)).message


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("KeyError: 'msg'", "no such key"),
        ("json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)", "not JSON"),
        ("TypeError: a bytes-like object is required, not 'str'", ".encode('utf-8')"),
        ("TypeError: string indices must be integers, not 'str'", "json.loads"),
        ("TypeError: socket.connect() takes exactly one argument (2 given)", "a pair with brackets"),
        ("TypeError: something new", "wrong type"),
        ("OSError: [Errno 98] Address already in use", "second bind()"),
        ("OSError: [Errno 107] Transport endpoint is not connected", "SOCK_DGRAM"),
        ("socket.gaierror: [Errno -2] Name or service not known", "operating system"),
        ("ValueError: too many values to unpack (expected 2)", "recvfrom() gives two"),
        ("ChatError", "Begin with the line"),
        ("", "Begin with the line"),
    ],
)
def test_an_exception_has_a_hint_of_its_own(error: str, words: str) -> None:
    assert words in exception_hint(error)
    assert words in render_finding(finding("crashed", error=error)).hint


def test_what_python_cannot_read_has_hints_of_its_own() -> None:
    assert (
        "English input"
        in render_finding(finding("syntax_error", error="SyntaxError: invalid character '（' (U+FF08)")).hint
    )
    assert "never with tabs" in special_hint("TabError: inconsistent use of tabs and spaces in indentation")
    assert "line before it" in render_finding(finding("syntax_error", error="SyntaxError: invalid syntax")).hint
    shadow = "ImportError: cannot import name 'x' from partially initialized module 'socket'"
    assert "another name" in render_finding(finding("import_error", error=shadow)).hint


def test_signals_have_names() -> None:
    assert signal_name(11) == "SIGSEGV"
    assert signal_name(64) == "64"
    assert signal_name("SIGTERM") == "SIGTERM"


def test_any_argument_can_be_shown() -> None:
    assert as_text(b"\xff") == "\\xff"
    assert as_text(object).startswith("<class")
    assert as_text([1, "你"]) == '[1, "你"]'


# --- grader explain ---------------------------------------------------------------------------


def test_every_code_has_a_story_and_no_story_is_left_over() -> None:
    assert set(STORIES) == set(TABLE) == set(known_codes())


@pytest.mark.parametrize("lang", messages.LANGUAGES)
@pytest.mark.parametrize("code", TABLE)
def test_a_story_can_be_told(code: str, lang: str) -> None:
    messages.set_language(lang)
    text = explain_code(code, width=80, color=False, unicode=True)
    assert text.startswith(messages._(TABLE[code].title))
    assert f"({code})" in text
    assert "".join(messages._(STORIES[code].text).split()) in "".join(text.split())


@pytest.mark.parametrize("code", TABLE)
def test_examples_come_in_pairs_that_differ_and_are_python(code: str) -> None:
    story = STORIES[code]
    assert bool(story.wrong) == bool(story.right)
    if story.wrong:
        assert story.wrong != story.right
        ast.parse(story.right)
        if code != "syntax_error":
            ast.parse(story.wrong)


def test_an_unknown_code_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        explain_code("no_such_code", width=80, color=False, unicode=True)
