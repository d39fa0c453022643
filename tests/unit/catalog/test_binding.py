"""Binding a run to its values: templates, repetitions, orders, groups, and looks."""

from __future__ import annotations

import contextlib
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.catalog import Exercise, Expect, Message, Script, Send, Type, bind, encode, script_for
from grader.catalog.binding import ORDERS
from grader.catalog.payloads import unescape
from grader.catalog.templates import Slot, TemplateError, fill, only_slot, split
from grader.errors import CourseError
from grader.judge.expectations import Look, LookKind, Payload, Prints

from .conftest import EXERCISE, Desk

PORTS = {"alice": 40001, "bob": 40002}


def exercise_with(desk: Desk, steps: str, vary: str = "{x: word, y: chinese, n: number 3..3}") -> Exercise:
    """The exercise with one run `tried` more, which starts both programs and then does these steps."""
    lines = "".join(f"      {line}\n" for line in steps.strip("\n").split("\n"))
    run = f"  tried:\n    vary: {vary}\n    steps:\n      - start: [server, client]\n{lines}"
    desk.write(exercise=EXERCISE + run)
    return desk.load()[1]


def bound(desk: Desk, steps: str, seed: int = 1, **more: Any) -> Script:
    exercise = exercise_with(desk, steps)
    return bind(exercise, exercise.runs["tried"], seed, PORTS, **more)


def only(script: Script) -> Any:
    assert len(script.steps) == 2, "the start and one step"
    return script.steps[1].step


def look(script: Script) -> Look:
    assert script.steps[1].look is not None
    return script.steps[1].look


# --- templates ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("plain", ["plain"]),
        ("{x}", [Slot("x")]),
        ("a {x} b", ["a ", Slot("x"), " b"]),
        ("{x}{y}", [Slot("x"), Slot("y")]),
        ("{alice.port}", [Slot("alice.port")]),
        ("{{", ["{"]),
        ("{{x}}", ["{x}"]),
        ("{{{x}}}", ["{", Slot("x"), "}"]),
        ("{{}}", ["{}"]),
    ],
)
def test_splitting(text: str, parts: list[object]) -> None:
    assert split(text) == parts


@pytest.mark.parametrize(
    "text", ["{", "}", "{}", "{x", "x}", "{1}", "{a b}", "{x:5}", "{x.y.z}", "{{x}", "{x!r}", "{x[0]}"]
)
def test_lone_braces(text: str) -> None:
    with pytest.raises(TemplateError):
        split(text)


@given(st.text())
def test_splitting_any_text_gives_parts_or_says_what_is_wrong(text: str) -> None:
    with contextlib.suppress(TemplateError):
        assert all(split(text))


@given(st.text())
def test_doubled_braces_stand_for_themselves(text: str) -> None:
    assert fill(text.replace("{", "{{").replace("}", "}}"), {}) == text


def test_a_pattern_keeps_its_own_braces_and_takes_values_literally() -> None:
    pattern = fill("^[0-9]{3}:{x}{1,2}$", {"x": "a.b"}, "pattern")
    assert pattern == r"^[0-9]{3}:a\.b{1,2}$"
    assert re.search(pattern, "123:a.bb")
    assert not re.search(pattern, "123:aXb")


def test_a_value_alone() -> None:
    assert only_slot("{x}") == "x"
    assert only_slot("{x} ") is None
    assert only_slot("{{x}}") is None


# --- values ---------------------------------------------------------------------------------


def test_values_are_put_in_everywhere(desk: Desk) -> None:
    script = bound(desk, '- send: {from: alice, json: {msg: "{x} and {y}", list: ["{x}", {"{y}": 1}], b: "{{x}}"}}')
    x, y = script.values["x"], script.values["y"]
    assert only(script).message.json == {"msg": f"{x} and {y}", "list": [x, {y: 1}], "b": "{x}"}


def test_a_name_alone_keeps_the_type_of_its_value(desk: Desk) -> None:
    script = bound(desk, '- send: {from: alice, json: {n: "{n}", port: "{alice.port}", text: "n={n}"}}')
    assert only(script).message.json == {"n": 3, "port": 40001, "text": "n=3"}


def test_where_text_is_wanted_a_number_becomes_text(desk: Desk) -> None:
    assert only(bound(desk, '- type: {into: client, line: "{n}"}')).line == "3"


def test_ports_of_actors(desk: Desk) -> None:
    script = bound(desk, '- expect: {at: server, prints: ["{bob.port}", "{server.port}", "{fake.port}"], for: answers}')
    assert look(script).prints == Prints(("40002", "9090", "9090"))


def test_the_values_hold_what_was_drawn_and_what_was_given(desk: Desk) -> None:
    script = bound(desk, '- type: {into: client, line: "{x}"}')
    assert set(script.values) == {"x", "y", "n", "alice.port", "bob.port", "server.port", "fake.port"}


def test_a_case_gives_values_that_are_not_drawn(desk: Desk) -> None:
    script = bound(desk, '- send: {from: alice, json: "{n}"}', case={"n": 40})
    assert only(script).message.json == 40
    assert script.values["n"] == 40


def test_a_backslash_in_a_value_is_no_escape(desk: Desk) -> None:
    exercise = exercise_with(desk, "- send: {from: alice, text: 'a\\t{q}\\xff'}", vary="{q: quoted}")
    script = bind(exercise, exercise.runs["tried"], 1, PORTS)
    message = only(script).message
    assert encode(message) == b"a\t" + script.values["q"].encode() + b"\xff"


def test_a_drawn_value_cannot_be_taken_for_literal_text_of_the_run(desk: Desk) -> None:
    usual = bound(desk, '- type: {into: client, line: "{x}"}').values["x"]
    for literal in (usual, f"so {usual.upper()} it is", usual[1:5]):
        steps = f'- type: {{into: client, line: "{{x}}"}}\n- type: {{into: client, line: "{literal}"}}'
        assert bound(desk, steps).values["x"] != usual


def test_seeds_and_repetitions_give_other_values(desk: Desk) -> None:
    step = '- type: {into: client, line: "{x}"}'
    lines = {only(bound(desk, step, seed, repeat=repeat)).line for seed in range(3) for repeat in range(3)}
    assert len(lines) == 9


def test_no_value_left_is_a_problem_of_the_course(desk: Desk) -> None:
    exercise = exercise_with(desk, "- type: {into: client, line: hello}")
    run = exercise.runs["tried"]
    crowd = type(run)(run.id, run.place, run.steps, {f"n{number}": "name" for number in range(200)})
    with pytest.raises(CourseError, match="no value is left for `n"):
        bind(exercise, crowd, 1, PORTS)


# --- steps ----------------------------------------------------------------------------------


def test_places_and_indexes(desk: Desk) -> None:
    script = bound(desk, "- type: {into: client, line: a}\n- type: {into: client, line: b}")
    assert [(step.index, step.place.line, step.place.column) for step in script.steps] == [
        (0, 38, 9),
        (1, 39, 9),
        (2, 40, 9),
    ]


def test_repetitions_are_written_out(desk: Desk) -> None:
    inner = "{repeat: {times: '{n}', steps: [{type: {into: client, line: b}}]}}"
    script = bound(desk, f"- repeat: {{times: 2, steps: [{{type: {{into: client, line: a}}}}, {inner}]}}")
    assert [step.step.line for step in script.steps if isinstance(step.step, Type)] == list("abbbabbb")
    assert [step.index for step in script.steps] == list(range(9))


SHUFFLE = """
- shuffle:
    - - type: {into: client, line: a1}
      - type: {into: client, line: a2}
    - type: {into: client, line: b}
    - type: {into: client, line: c}
"""


def lines_of(script: Script) -> list[str]:
    return [step.step.line for step in script.steps if isinstance(step.step, Type)]


def test_the_seed_orders_the_parts_of_a_shuffle(desk: Desk) -> None:
    orders = set()
    for seed in range(80):
        script = bound(desk, SHUFFLE, seed)
        lines = lines_of(script)
        assert sorted(lines) == ["a1", "a2", "b", "c"]
        assert lines.index("a2") == lines.index("a1") + 1, "what stands in one list stays together"
        assert lines == lines_of(bound(desk, SHUFFLE, seed))
        orders.add(tuple(lines))
    assert len(orders) == 6, "all orders come up"


def test_every_round_of_a_repetition_has_its_own_order(desk: Desk) -> None:
    indented = SHUFFLE.strip("\n").replace("\n", "\n    ")
    script = bound(
        desk, f"- repeat:\n    times: 8\n    steps:\n    {indented}".replace("    - shuffle", "    - shuffle")
    )
    assert len(script.values[ORDERS]) == 8
    assert len({tuple(order) for order in script.values[ORDERS]}) > 1


PARALLEL = """
- type: {into: client, line: before}
- parallel:
    - send: {from: alice, text: a}
    - - send: {from: bob, text: b}
      - expect: {at: bob, gets: {text: b}, for: answers}
    - repeat: {times: 2, steps: [{send: {from: alice, text: c}}]}
    - parallel: [{send: {from: alice, text: d}}]
- parallel: [{send: {from: alice, text: e}}]
"""


def test_what_is_parallel_shares_a_group_and_keeps_its_order(desk: Desk) -> None:
    script = bound(desk, PARALLEL)
    assert [step.group for step in script.steps] == [None, None, 1, 1, 1, 1, 1, 1, 2]
    texts = [step.step.message.text for step in script.steps if isinstance(step.step, Send)]
    assert texts == ["a", "b", "c", "c", "d", "e"]
    assert script.steps[4].look == Look(4, LookKind.EXPECT, ("bob",), "answers", None, Payload(text="b"))


def expect(at: str, prints: Prints | None = None, gets: Payload | None = None) -> Look:
    return Look(1, LookKind.EXPECT, (at,), "answers", prints, gets)


def awaited(gets: Payload) -> Look:
    return Look(1, LookKind.AWAIT, ("bob",), None, None, gets)


@pytest.mark.parametrize(
    ("step", "wanted"),
    [
        ("expect: {at: server, prints: hello, for: answers}", expect("server", Prints(("hello",)))),
        ("expect: {at: server, prints: [a, b], for: answers}", expect("server", Prints(("a", "b")))),
        ("expect: {at: server, matches: '^a+', for: answers}", expect("server", Prints((), "^a+"))),
        ("expect: {at: bob, gets: {json: [1]}, for: answers}", expect("bob", gets=Payload(json=[1]))),
        ("await: {at: bob, gets: {json_has: {a: 1}}}", awaited(Payload(json_has={"a": 1}))),
        ("await: {at: bob, gets: {matches: '{n}:'}}", awaited(Payload(matches="3:"))),
        ("await: {at: bob, gets: {hex: '00 FF'}}", awaited(Payload(hex="00ff"))),
        ("await: {at: bob, gets: {text: 'a\\n'}}", awaited(Payload(text="a\n"))),
        ("await: {at: bob, gets: {text: '\\xff'}}", awaited(Payload(hex="ff"))),
        ("await: {at: bob, gets: {text: ''}}", awaited(Payload(text=""))),
        ("nothing: {at: [alice, bob], for: answers}", Look(1, LookKind.NOTHING, ("alice", "bob"), "answers")),
        (
            "nothing: {at: server, prints: x, for: answers}",
            Look(1, LookKind.NOTHING, ("server",), "answers", Prints(("x",))),
        ),
        ("ends: {program: server, for: answers}", Look(1, LookKind.ENDS, ("server",), "answers", status=0)),
        ("ends: {program: server, status: 3}", Look(1, LookKind.ENDS, ("server",), None, status=3)),
        ("ends: {program: server, status: any}", Look(1, LookKind.ENDS, ("server",), None, status=None)),
        ("ends: {program: server, status: '{n}'}", Look(1, LookKind.ENDS, ("server",), None, status=3)),
    ],
)
def test_looks(desk: Desk, step: str, wanted: Look) -> None:
    assert look(bound(desk, f"- {step}")) == wanted


def test_acts_put_no_question(desk: Desk) -> None:
    assert [step.look for step in bound(desk, "- send: {from: alice, text: a}").steps] == [None, None]


# --- saved runs -----------------------------------------------------------------------------


def test_a_saved_run_is_bound_again_as_it_was(desk: Desk) -> None:
    steps = SHUFFLE + PARALLEL + '- send: {from: alice, json: {msg: "{x}{alice.port}", n: "{n}"}}'
    exercise = exercise_with(desk, steps)
    for seed in range(5):
        script = bind(exercise, exercise.runs["tried"], seed, PORTS, repeat=seed)
        saved = json.loads(json.dumps(script.values))
        assert script_for(exercise, exercise.runs["tried"], saved) == script


@pytest.mark.parametrize("without", ["x", ORDERS])
def test_a_saved_run_of_another_course_is_refused(desk: Desk, without: str) -> None:
    exercise = exercise_with(desk, SHUFFLE + '- type: {into: client, line: "{x}"}')
    values = dict(bind(exercise, exercise.runs["tried"], 1, PORTS).values)
    del values[without]
    with pytest.raises(CourseError, match=f"was played without a value for `{without}`"):
        script_for(exercise, exercise.runs["tried"], values)


def test_an_order_that_does_not_fit_is_refused(desk: Desk) -> None:
    exercise = exercise_with(desk, SHUFFLE)
    values = {**bind(exercise, exercise.runs["tried"], 1, PORTS).values, ORDERS: [[0, 1, 1]]}
    with pytest.raises(CourseError):
        script_for(exercise, exercise.runs["tried"], values)


def test_the_unbound_run_stays_as_it_is(desk: Desk) -> None:
    exercise = exercise_with(desk, '- expect: {at: client, prints: "{x}", for: prints}')
    run = exercise.runs["tried"]
    bind(exercise, run, 1, PORTS)
    assert isinstance(run.steps[1], Expect)
    assert run.steps[1].prints == ("{x}",)


# --- messages -------------------------------------------------------------------------------


VALUE = {"msg": '消息 "x"', "n": [1, {"b": 1, "a": None}]}


def test_plain_json_is_utf_8() -> None:
    assert encode(Message(json=VALUE)) == json.dumps(VALUE, ensure_ascii=False).encode()


def test_escaped_json_is_ascii() -> None:
    data = encode(Message(json=VALUE, written="escaped"))
    assert data.isascii()
    assert b"\\u6d88" in data


def test_spaced_json_has_blanks_and_line_breaks_wherever_they_may_be() -> None:
    data = encode(Message(json=VALUE, written="spaced"))
    assert data[:1].isspace()
    assert data[-1:].isspace()
    assert b"\n" in data.strip()
    assert b" : " in data


def test_reversed_json_has_its_keys_the_other_way_round() -> None:
    data = encode(Message(json=VALUE, written="reversed")).decode()
    assert data.index('"n"') < data.index('"msg"')
    assert data.index('"a"') < data.index('"b"')


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(json_values, st.sampled_from(["plain", "escaped", "spaced", "reversed"]))
def test_every_spelling_means_the_same(value: Any, written: Any) -> None:
    data = encode(Message(json=value, written=written))
    assert json.loads(data) == value


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("消", "消".encode()),
        (r"a\n\t\r\\b", b"a\n\t\r\\b"),
        (r"\x00\xfF", b"\x00\xff"),
        ("", b""),
        (r"\\n", b"\\n"),
    ],
)
def test_escapes(text: str, data: bytes) -> None:
    assert encode(Message(text=text)) == data


@pytest.mark.parametrize("text", ["\\", r"\q", r"\x", r"\x1", r"\xgg", r"a\\\d"])
def test_no_escapes(text: str) -> None:
    with pytest.raises(ValueError, match="there is no escape"):
        unescape(text)


@given(st.text())
def test_doubled_backslashes_stand_for_themselves(text: str) -> None:
    assert unescape(text.replace("\\", "\\\\")) == text.encode()


def test_hexadecimal() -> None:
    assert encode(Message(hex="00 ff 6d")) == b"\x00\xffm"
