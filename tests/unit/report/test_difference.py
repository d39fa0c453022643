from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.report.difference import first_difference, in_order_of, readable_json


@pytest.mark.parametrize(
    ("expected", "actual", "at", "words"),
    [
        ("from Bob : hi", "from Bob: hi", 8, "a blank is missing here"),
        ("from Bob : hi", "from Bob  : hi", 9, "one blank too many here"),
        ("from Bob : hi", "from Bob : ", 11, "it ends here; “hi” is missing"),
        ("from Bob : hi", "from Bob : hi!", 13, "too much from here on"),
        ("from Bob : hi", "from bob : hi", 5, "“b” instead of “B” (capital or small letter)"),
        ("from Bob : hi", "from Bob：hi", 8, "“：” (U+FF1A) looks like “:”, but is another character"),
        ("from Bob : hi", "from Bob :\u00a0hi", 10, "“\u00a0” (U+00A0) looks like a blank, but is another character"),
        ('{"msg": "hi"}', '{"msg": "hi\\n"}', 11, "a line end too many here"),
        ("from Bob : hi", "from Ann : hi", 5, "the first difference"),
        ("from Bob : hi", ">>> from Bob: hi", 12, "a blank is missing here"),
        ("from Bob : hi", "from Bob :\thi", 10, "a tab instead of a blank"),
    ],
)
def test_first_difference(expected: str, actual: str, at: int, words: str) -> None:
    found = first_difference(expected, actual)
    assert found is not None
    assert (found.in_actual, found.words) == (at, words)


def test_texts_that_have_nothing_in_common_get_no_mark() -> None:
    assert first_difference("hello", "world") is None
    assert first_difference("hello", "") is None
    assert first_difference("hello", "hello") is None


@given(st.text(max_size=30), st.text(max_size=60))
def test_the_place_lies_in_both_texts(expected: str, actual: str) -> None:
    found = first_difference(expected, actual)
    if found is not None:
        assert 0 <= found.in_actual <= len(actual)
        assert 0 <= found.in_expected <= len(expected)
        start = found.in_actual - found.in_expected
        assert actual[start : found.in_actual] == expected[: found.in_expected]


def test_json_in_the_order_of_the_other() -> None:
    assert in_order_of('{"a": 1, "b": "你", "c": 3}', '{"c": 9, "a": 1}') == '{"c": 3, "a": 1, "b": "你"}'
    assert in_order_of('{"a": 1}', "no json") == '{"a": 1}'
    assert in_order_of("no json", '{"a": 1}') == "no json"
    assert in_order_of("[1]", "[2]") == "[1]"


def test_json_without_escapes() -> None:
    assert readable_json('{"msg": "\\u4f60"}') == '{"msg": "你"}'
    assert readable_json('{"msg":"hi"}') == '{"msg":"hi"}', "what is readable keeps its spelling"
    assert readable_json("\\u4f60") == "\\u4f60"
    assert readable_json('{"a": \\u4f60}') == '{"a": \\u4f60}'


def test_json_bombs_do_not_matter() -> None:
    deep = '{"a":' * 100_000 + "\\u4f60"
    assert readable_json(deep) == deep
    assert in_order_of(deep, deep) == deep
    huge = '{"a": ' + "9" * 10_000 + ', "b": "\\u4f60"}'
    assert readable_json(huge) == huge
    assert json.loads(in_order_of('{"a": 1}', '{"a": NaN}')) == {"a": 1}
