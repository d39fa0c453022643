"""A saved transcript is judged again: the same answers and findings, or another expectation and another answer."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.judge.expectations import LookKind, Payload, Prints
from grader.judge.reading import Reading
from grader.outcome import Finding, Transcript

from .stories import NAMES, STORIES
from .story import Story, traceback
from .tape import CAST, Tape


def saved(tape: Tape) -> Tape:
    """The tape with its transcript saved and read again."""
    return Tape(tape.sources, tape.looks, Transcript.from_lines(tape.transcript.to_lines()))


def told(tape: Tape) -> tuple[list[dict[str, object]], list[Finding]]:
    return [asdict(answer) for answer in tape.answers().values()], tape.findings()


@pytest.mark.parametrize("each", STORIES, ids=NAMES)
def test_a_saved_transcript_gives_the_same_answers_and_findings(each: Story) -> None:
    tape = each.tape()
    assert told(saved(tape)) == told(tape)


def test_a_saved_transcript_keeps_what_is_no_text() -> None:
    tape = Tape()
    step = tape.look("bob", gets=Payload(hex="ff00fe"))
    tape.received("bob", b"\xff\x00\xfe")
    tape.seen(step)
    tape.printed("server", "line\u2028separator\x85and\x0cform feed\x1c\n")
    tape.printed("server", b"\x1b[31mred\r\n\x00")
    again = saved(tape)
    assert again.transcript == tape.transcript
    assert again.mets() == [True]


def test_another_expectation_gives_another_answer() -> None:
    tape = Tape()
    asked = tape.look("server", prints="hello")
    tape.printed("server", "hello\n")
    tape.seen(asked)
    got = tape.look("bob", gets="one")
    tape.received("bob", "one")
    tape.seen(got)
    quiet = tape.nothing("alice")
    tape.waited(quiet)
    assert tape.mets() == [True, True, True]
    again = saved(tape)
    assert again.asked(asked, prints=Prints(("good day",))).mets() == [False, True, True]
    assert again.asked(got, gets=Payload(text="two")).mets() == [True, False, True]
    assert again.asked(quiet, at=("alice", "bob")).mets() == [True, True, True]
    assert again.asked(got, kind=LookKind.NOTHING, gets=None).mets() == [True, False, True]


def test_an_expectation_that_is_easier_is_met_by_a_transcript_that_failed() -> None:
    tape = Tape()
    step = tape.look("bob", gets=Payload(json={"msg": "x", "username": "server"}))
    tape.received("bob", '{"msg": "x", "time": 1}')
    tape.seen(step)
    assert tape.finding().code == "missing_key"
    assert saved(tape).asked(step, gets=Payload(json_has={"msg": "x"})).mets() == [True]


def test_a_charge_can_be_for_another_check() -> None:
    tape = Tape()
    tape.ended("server", 1)
    tape.breaks("server")
    step = tape.look("server", prints="x", check="a", played=False)
    again = saved(tape).asked(step, check="b")
    assert [(one.look.check, one.met) for one in again.answers().values()] == [("b", False)]


def test_reading_event_by_event_is_reading_at_once() -> None:
    tape = Tape()
    tape.printed("server", "two\none\n")
    steps = [tape.look("server", prints="one"), tape.look("server", prints="two"), tape.nothing("bob")]
    tape.received("bob", "odd")
    tape.waited(*steps)
    live = Reading(tape.looks)
    for event, following in zip(tape.transcript, [*tape.transcript[1:], None], strict=True):
        live.feed(event)
        if following is None or following.kind != "step":
            assert live.decided in (True, False), "asking changes nothing, once all looks are open"
    assert [asdict(one) for one in live.settle_accounts()] == [asdict(one) for one in tape.answers().values()]


# --- whatever a program does ----------------------------------------------------------------------

surrogate = json.dumps("\ud800")
payloads = st.sampled_from(
    [
        Payload(text="hello"),
        Payload(json={"msg": "你好", "n": 1}),
        Payload(json_has={"msg": "x"}),
        Payload(hex="00"),
        Payload(matches="^a+$"),
    ]
)
screens = st.one_of(
    st.binary(max_size=40),
    st.sampled_from(["hello\n", traceback(3, "KeyError: 'x'"), "消息来自: {'msg': 1}\n", "SyntaxError: x\n"]).map(
        str.encode
    ),
)
datagrams = st.one_of(
    st.binary(max_size=40),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.just("你好"),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["msg", "n", "\udc80", ""]), inner, max_size=3)
        ),
        max_leaves=5,
    ).map(lambda value: json.dumps(value).encode()),
    st.sampled_from([b'{"msg": %s}' % surrogate.encode(), b'{"msg": "x", %s: 1}' % surrogate.encode()]),
)
happenings = st.one_of(
    st.tuples(st.just("printed"), st.sampled_from(["server", "client"]), screens),
    st.tuples(st.just("received"), st.sampled_from(["alice", "bob", "fake"]), datagrams),
    st.tuples(st.just("typed"), st.sampled_from(["server", "client"]), st.just("x")),
    st.tuples(st.just("sent"), st.sampled_from(["alice", "bob"]), st.just("x")),
    st.tuples(
        st.just("expect_screen"), st.sampled_from(["server", "client"]), st.sampled_from(["hello", "消息来自: x"])
    ),
    st.tuples(st.just("expect_peer"), st.sampled_from(["alice", "bob", "fake"]), payloads),
    st.tuples(st.just("nothing"), st.sampled_from(["alice", "bob", "fake"]), st.none()),
    st.tuples(st.just("ends"), st.sampled_from(["server", "client"]), st.integers(0, 3)),
    st.tuples(st.just("ended"), st.sampled_from(["server", "client"]), st.integers(0, 3)),
)
waits = st.sampled_from(["settled", "ended", "patience", "cpu", "wall"])


@given(st.lists(st.tuples(happenings, waits), max_size=12), st.text(max_size=40), st.booleans())
def test_whatever_a_program_does_can_be_judged_and_said(
    script: list[tuple[tuple[str, str, object], str]], source: str, crash: bool
) -> None:
    tape = Tape({"server.py": source})
    for (kind, actor, what), how in script:
        match kind:
            case "expect_screen":
                tape.waited(tape.look(actor, prints=str(what), check=actor), how=how)
            case "expect_peer":
                assert isinstance(what, Payload)
                tape.waited(tape.look(actor, gets=what, check=actor), how=how)
            case "nothing":
                tape.waited(tape.nothing(actor), how=how)
            case "ends":
                tape.waited(tape.ends(actor), how=how)
            case "ended":
                tape.ended(actor, int(str(what)))
            case _:
                getattr(tape, kind)(actor, what)
    if crash:
        tape.ended("server", 1)
        tape.breaks("server")
        tape.look("server", prints="x", check="last", played=False)
    answers, findings = told(tape)
    assert told(saved(tape)) == (answers, findings)
    for finding in findings:
        json.dumps([dict(finding.args), finding.actual, finding.source], ensure_ascii=False)


@pytest.mark.parametrize("depth", [10, 100, 300, 600, 900, 950, 980, 990, 1000, 2000])
def test_json_of_any_depth_can_be_explained(depth: int) -> None:
    for wanted in (Payload(json={"msg": "x"}), Payload(json_has={"msg": "x"}), Payload(json=["x"])):
        tape = Tape()
        step = tape.look("bob", gets=wanted)
        tape.received("bob", b'{"msg": ' + b"[" * depth + b"]" * depth + b"}")
        tape.seen(step)
        found = tape.finding(CAST)
        json.dumps(dict(found.args))
