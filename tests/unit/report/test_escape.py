from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.report.escape import visible, visible_bytes, visible_line, without_colours

#: Every code point, lone surrogates included.
ANY_TEXT = st.text(st.characters())


@given(ANY_TEXT)
def test_no_unsafe_character_is_left(text: str) -> None:
    for char in visible(text):
        assert char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


@given(ANY_TEXT)
def test_one_line_is_one_line(text: str) -> None:
    assert len(visible_line(text).splitlines()) <= 1


@given(ANY_TEXT)
def test_what_is_safe_stays_as_it_is(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    assert visible(text).isascii() or visible(text).encode("utf-8").decode("utf-8") == visible(text)


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])))
def test_plain_text_is_never_changed(text: str) -> None:
    assert visible(text) == visible_line(text) == text


@given(st.binary())
def test_any_bytes_can_be_shown(data: bytes) -> None:
    visible_bytes(data).encode("utf-8")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("消息来自Bob : 你好", "消息来自Bob : 你好"),
        ("a\tb\nc", "a\tb\nc"),
        ("\x1b[2K", "\\x1b[2K"),
        ("\x9b31m", "\\x9b31m"),
        ("\u202eabc", "\\u202eabc"),
        ("\udcff", "\\udcff"),
        ("\U000e0041", "\\U000e0041"),
        ("\u2028", "\\u2028"),
        ("C:\\new", "C:\\new"),
        ("\r\n", "\\r\n"),
    ],
)
def test_escapes(text: str, seen: str) -> None:
    assert visible(text) == seen


def test_bytes_that_are_no_utf8() -> None:
    assert visible_bytes("你".encode() + b"\xff\n") == "你\\xff\\n"


def test_colours_only() -> None:
    assert without_colours("\x1b[1;32mok\x1b[0m\x1b[2J") == "ok\x1b[2J"
