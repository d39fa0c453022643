"""Datagrams: JSON as values, caps on what is looked into, the cursor of an inbox."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.judge.expectations import Payload
from grader.judge.streams import Inbox, fits, read_json, same

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


# --- equal as JSON values ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "actual", "equal"),
    [
        (1, True, False),
        (True, 1, False),
        (0, False, False),
        (False, None, False),
        (True, True, True),
        (1, 1.0, True),
        (1, "1", False),
        (None, None, True),
        (None, "null", False),
        ("a", "a", True),
        ("é", "e\u0301", False),
        ([1, [True]], [1, [True]], True),
        ([1, [True]], [1, [1]], False),
        ([1, 2], [2, 1], False),
        ([], {}, False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ({"a": 1}, {"a": True}, False),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ({"a": {"b": [0]}}, {"a": {"b": [False]}}, False),
    ],
)
def test_values_are_the_same_as_json_has_it(expected: object, actual: object, equal: bool) -> None:
    assert same(expected, actual) is equal


@given(values)
def test_a_value_is_the_same_as_its_own_spelling(value: object) -> None:
    for spelling in (json.dumps(value), json.dumps(value, ensure_ascii=False, indent=2)):
        assert (
            same(value, read_json(spelling.encode("utf-8", "surrogatepass"))) or "\ud800" <= max(spelling) <= "\udfff"
        )


@given(values, values)
def test_same_is_symmetric(one: object, other: object) -> None:
    assert same(one, other) == same(other, one)


# --- caps ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 60_000,
        b"[" * 30_000 + b"]" * 30_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b'{"msg":' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    ],
)
def test_json_that_is_too_deep_is_no_json(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_json(data)
    assert not fits(Payload(json={"msg": "x"}), data)
    assert not fits(Payload(json_has={"msg": "x"}), data)


def test_json_that_is_too_large_is_no_json() -> None:
    assert read_json(b'"' + b"x" * 65_000 + b'"')
    with pytest.raises(ValueError, match="large"):
        read_json(b'"' + b"x" * 70_000 + b'"')


def test_a_number_of_thousands_of_digits_is_no_json() -> None:
    with pytest.raises(ValueError, match=r"."):
        read_json(b"9" * 20_000)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"{'a': 1}", b"hello", b'{"a": 1} {"b": 2}', b"\xff\xfe", "{}".encode("utf-16")]
)
def test_what_is_no_json_raises_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_json(data)


@given(
    st.one_of(
        st.binary(max_size=300), st.text(alphabet='{}[]",:0123456789eE.-+ntrueflas\\u', max_size=80).map(str.encode)
    )
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        read_json(data)
    for payload in (
        Payload(json={"a": 1}),
        Payload(json_has={"a": 1}),
        Payload(text="a"),
        Payload(matches="a"),
        Payload(hex="00"),
    ):
        assert fits(payload, data) in (True, False)


# --- what a payload asks for --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("payload", "data", "fit"),
    [
        (Payload(json={"msg": "你好", "n": 1}), b'{"n": 1, "msg": "\\u4f60\\u597d"}', True),
        (Payload(json={"msg": "你好", "n": 1}), ' {"n" : 1 ,"msg":"你好"}\n'.encode(), True),
        (Payload(json={"msg": "a"}), b'{"msg": "a", "more": 1}', False),
        (Payload(json=None, text="null"), b"null", True),
        (Payload(json_has={"msg": "a"}), b'{"msg": "a", "more": 1}', True),
        (Payload(json_has={"msg": "a"}), b'{"msg": "b"}', False),
        (Payload(json_has={"msg": "a"}), b'["msg", "a"]', False),
        (Payload(json_has={"a": {"b": 1}}), b'{"a": {"b": 1, "c": 2}}', False),
        (Payload(text="hello"), b"hello", True),
        (Payload(text="hello"), b"hello\n", False),
        (Payload(text="hello"), b"HELLO", False),
        (Payload(matches="^[0-9]+:"), b"42: yes", True),
        (Payload(matches="[0-9]+"), b"none", False),
        (Payload(matches="."), b"\xff", False),
        (Payload(hex="ff00"), b"\xff\x00", True),
        (Payload(hex="ff00"), b"\xff", False),
    ],
)
def test_what_fits_a_payload(payload: Payload, data: bytes, fit: bool) -> None:
    assert fits(payload, data) is fit


# --- the inbox ----------------------------------------------------------------------------------


def test_an_inbox_keeps_every_datagram_with_the_event_that_brought_it() -> None:
    inbox = Inbox()
    inbox.feed(3, b"one")
    inbox.feed(5, b"")
    assert inbox.behind == [(3, b"one"), (5, b"")]
    inbox.cursor += 1
    assert inbox.behind == [(5, b"")]
