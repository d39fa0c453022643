from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from grader.report.columns import cells, centre, chop, gap, joined, pad, table, wrap

WORDS = st.text(st.sampled_from("ab ，。：（）中文字“”\"'1.,é"), max_size=200)


@pytest.mark.parametrize("text", ["", "abc", "中文", "a中b文", "e\u0301", "，。：", "┼▶●✔✘…", "ﾊﾝｶｸ", "全角ＡＢ"])
def test_cells_as_a_terminal_has_them(text: str) -> None:
    assert cells(text) == wcswidth(text)


@given(WORDS, st.integers(2, 60))
def test_chop_loses_nothing(text: str, width: int) -> None:
    pieces = chop(text, width)
    assert "".join(pieces) == text
    assert all(cells(piece) <= width for piece in pieces)


@given(WORDS, st.integers(8, 60))
def test_wrap_loses_only_blanks(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(cells(line) <= width for line in lines)


def test_wrap_breaks_at_blanks() -> None:
    assert wrap("recvfrom() returns two values", 16) == ["recvfrom()", "returns two", "values"]


def test_wrap_keeps_punctuation_with_its_word() -> None:
    assert wrap("一二三四，五六", 8) == ["一二三", "四，五六"]
    assert wrap("一二三（四五）", 8) == ["一二三", "（四五）"]


def test_wrap_keeps_lines_and_takes_long_words_apart() -> None:
    assert wrap("a\n\nb", 20) == ["a", "", "b"]
    assert wrap("x" * 20, 8) == ["x" * 8, "x" * 8, "x" * 4]
    assert wrap("", 20) == [""]


def test_pad_and_centre() -> None:
    assert pad("中", 4) == "中  "
    assert centre("中", 5) == " 中  "
    assert centre("long", 2) == "long"


def test_a_label_and_its_text() -> None:
    assert joined("Fix:", "it") == "Fix: it"
    assert joined("改法：", "它") == "改法：它"
    assert joined("", "it") == "it"
    assert joined("Fix:", "") == "Fix:"
    assert gap("Fix:") == " "


def test_table_lines_up() -> None:
    assert table([("练习", "题"), ("03", "聊天")]) == "练习  题\n03    聊天"
