"""A screen: text without control sequences, read once, by lines."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.judge.expectations import Prints
from grader.judge.streams import Screen


def screen(*chunks: bytes | str) -> Screen:
    made = Screen()
    for chunk in chunks:
        made.feed(chunk if isinstance(chunk, bytes) else chunk.encode("utf-8"))
    return made


def took(made: Screen, *texts: str) -> bool:
    """What a single look does: takes, and moves the cursor past it."""
    taken = made.take(Prints(texts))
    made.move()
    return taken


def text(*texts: str) -> Prints:
    return Prints(texts)


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b[0m",
        "\x1b[1;31m",
        "\x1b[38;5;196m",
        "\x1b[38;2;1;2;3m",
        "\x1b[m",
        "\x1b[2J",
        "\x1b[10;20H",
        "\x1b[?25l",
        "\x1b[4 q",
        "\x1b]0;a title\x07",
        "\x1b]8;;http://example.org\x1b\\",
        "\x1bM",
        "\x1b\\",
        "\r",
        "\x00",
    ],
)
def test_a_control_sequence_is_no_text(sequence: str) -> None:
    assert screen(f"mess{sequence}age").text == "message"


def test_a_sequence_that_never_ends_hides_no_lines() -> None:
    made = screen("\x1b]0;no end\nsecond line\n", "third line\n")
    assert made.take(text("second line"))
    assert made.take(text("third line"))


def test_text_is_decoded_across_chunks() -> None:
    data = "消息来自egon : 你好😀\n".encode()
    made = screen(*(bytes([byte]) for byte in data))
    assert made.text == "消息来自egon : 你好😀\n"


def test_an_escape_is_removed_across_chunks() -> None:
    for whole in (b"a\x1b[1;31mb", b"a\x1b]0;title\x07b", b"a\x1b]0;title\x1b\\b"):
        for cut in range(len(whole) + 1):
            assert screen(whole[:cut], whole[cut:]).text == "ab"


def test_other_bytes_than_utf8_stay_visible_as_replacements() -> None:
    made = screen("消息\n".encode("gbk"), "ok\n")
    assert "\ufffd" in made.text
    assert made.take(text("ok"))


def test_the_first_occurrence_behind_the_cursor_is_taken_and_what_lies_between_is_free() -> None:
    made = screen("banner\nignored\nhello one\nhello two\n")
    assert took(made, "hello")
    assert made.behind == " one\nhello two\n"
    assert took(made, "hello")
    assert made.behind == " two\n"
    assert not took(made, "hello")


def test_a_prompt_before_the_text_on_its_line_is_free() -> None:
    made = screen(">>> >>> message: hi\n")
    assert took(made, "message: hi")


def test_two_texts_taken_one_after_the_other_may_share_a_line() -> None:
    made = screen("one two\n")
    assert took(made, "one")
    assert took(made, "two")


def test_what_was_taken_is_not_taken_again() -> None:
    made = screen("one\n")
    assert took(made, "one")
    assert not took(made, "one")
    made.feed(b"one\n")
    assert took(made, "one")


def test_a_text_that_is_not_there_moves_no_cursor() -> None:
    made = screen("something else\n")
    assert not took(made, "missing")
    assert made.behind == "something else\n"


def test_several_texts_stand_in_one_line_in_any_order() -> None:
    assert took(screen("port 5000 says hello\n"), "hello", "5000")
    assert took(screen("hello from 5000\n"), "hello", "5000")


def test_several_texts_in_different_lines_are_not_enough() -> None:
    assert not took(screen("hello\n5000\n"), "hello", "5000")


def test_several_texts_move_the_cursor_behind_the_last_of_them() -> None:
    made = screen("a 5000 b hello c\nnext\n")
    assert took(made, "hello", "5000")
    assert made.behind == " c\nnext\n"


def test_a_line_need_not_be_complete() -> None:
    assert took(screen("name? "), "name?")


def test_a_text_is_literal() -> None:
    assert not took(screen("abc\n"), "a.c")
    assert took(screen("a.c*[x]\n"), ".c*[x]")


def test_what_is_taken_together_may_stand_in_any_order_and_moves_the_cursor_once() -> None:
    made = screen("two one three\nfour\n")
    assert made.take(text("three"))
    assert made.take(text("two"))
    assert made.behind == " one \nfour\n"
    made.move()
    assert made.behind == "\nfour\n"
    assert not made.take(text("one"))


def test_what_is_taken_together_needs_an_occurrence_each() -> None:
    made = screen("same\n")
    assert made.take(text("same"))
    assert not made.take(text("same"))
    assert not made.take(Prints(matches="a.e"))
    made.feed(b"same same\n")
    assert made.take(text("same"))
    assert made.take(text("same"))
    assert not made.take(text("same"))


def test_matches_is_a_regular_expression_within_one_line() -> None:
    assert screen("at 12:30:05\n").take(Prints(matches=r"\d\d:\d\d"))
    assert not screen("12\n30\n").take(Prints(matches=r"12\s30"))
    assert screen("noise\n42 left\n").take(Prints(matches=r"^\d+ left$"))


def test_a_text_and_a_match_stand_in_the_same_line() -> None:
    both = Prints(("left",), r"\d+")
    assert screen("42 left\n").take(both)
    assert not screen("42\nleft\n").take(both)


pieces = st.sampled_from(
    [
        b"\x1b",
        b"\x07",
        b"\n",
        b"\r",
        b"\xe6",
        b"\xff",
        "消".encode(),
        *(each.encode() for each in "[]\\mM ?a"),
        b"0;",
        b"1;31",
    ]
)


@given(st.one_of(st.binary(max_size=200), st.lists(pieces, max_size=40).map(b"".join)), st.data())
@example(b"\x1b]" + b"x" * 300 + b"\x07after", None)
def test_how_output_is_cut_into_chunks_does_not_matter(data: bytes, draws: st.DataObject | None) -> None:
    whole = screen(data)
    cuts = sorted(draws.draw(st.lists(st.integers(0, len(data)), max_size=12))) if draws else range(len(data))
    edges = [0, *cuts, len(data)]
    cut = screen(*(data[start:end] for start, end in itertools.pairwise(edges)))
    assert cut.text == whole.text


@given(st.lists(st.one_of(st.binary(max_size=60), st.lists(pieces, max_size=12).map(b"".join)), max_size=6))
def test_any_bytes_can_be_shown_and_searched(chunks: list[bytes]) -> None:
    made = screen(*chunks)
    made.take(text("hello"))
    made.take(Prints(matches=r"\d+"))
    assert made.cursor <= len(made.text)
    made.text.encode("utf-8")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x1b\r\x00")), st.text("ab", min_size=1, max_size=4))
def test_plain_text_is_shown_as_it_is(shown: str, wanted: str) -> None:
    made = screen(shown)
    assert made.text == shown
    assert made.take(text(wanted)) == (wanted in shown)
