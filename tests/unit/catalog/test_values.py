"""Drawn values: what each kind is, that they keep apart, and that a seed gives the same for ever."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.catalog import draw
from grader.catalog.lexicon import CHINESE, EMOJI, NAMES
from grader.catalog.values import KINDS, RESERVED, Kind, NoValueLeft, Stream, is_command, parse_kind

TEXT_KINDS = [name for name in KINDS if name != "number"]

kinds = st.one_of(st.sampled_from(TEXT_KINDS), st.integers(100, 400).map(lambda low: f"number {low}..{low + 500}"))
varies = st.dictionaries(st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,5}", fullmatch=True), kinds, max_size=14)
seeds = st.text(max_size=20)


@given(varies, seeds)
def test_no_value_is_part_of_another(vary: dict[str, str], seed: str) -> None:
    drawn = {name: str(value).casefold() for name, value in draw(vary, seed).items()}
    assert list(drawn) == list(vary)
    for name, value in drawn.items():
        assert not any(value in other for each, other in drawn.items() if each != name)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(TEXT_KINDS), min_size=1), seeds)
def test_a_value_is_never_a_command_and_shows_as_it_is(vary: dict[str, str], seed: str) -> None:
    for value in draw(vary, seed).values():
        assert value == value.strip()
        assert not is_command(value, RESERVED)
        assert not any(word in value.casefold() for word in RESERVED)
        assert not set(value) & set("{}0123456789")
        assert all(unicodedata.category(character)[0] in "LPSZN" for character in value), "nothing unseen"
        assert not any(unicodedata.category(character) in ("Zl", "Zp", "Cf") for character in value)
        assert value.isprintable()


@given(seeds)
def test_what_each_kind_is(seed: str) -> None:
    drawn = draw({kind: kind for kind in KINDS}, seed)
    assert re.fullmatch("[A-Z][a-z]+", drawn["name"])
    assert re.fullmatch("[a-z]{5,9}", drawn["word"])
    assert re.fullmatch("[一-鿿]{6}", drawn["chinese"])
    assert all(character in drawn["quoted"] for character in "\"'\\ ")
    assert drawn["quoted"].isascii()
    assert 110 <= len(drawn["long"]) <= 130
    assert re.search("[一-鿿]", drawn["long"])
    assert re.search("[a-z]", drawn["long"])
    assert isinstance(drawn["number"], int)
    assert len(drawn["emoji"]) == 3
    assert len(drawn["text"].encode()) == 64
    assert set(drawn["emoji"]) <= set(EMOJI)


@given(seeds)
def test_a_long_text_fits_into_a_datagram_however_it_is_spelled(seed: str) -> None:
    drawn = draw({"a": "long", "b": "long"}, seed)
    assert len(json.dumps({"msg": drawn["a"], "username": drawn["b"]})) < 1024


@given(st.integers(0, 50), st.integers(0, 50), seeds)
def test_numbers_keep_their_bounds(low: int, more: int, seed: str) -> None:
    try:
        number = draw({"n": f"number {low}..{low + more}"}, seed)["n"]
    except NoValueLeft:
        assert low == 88
    else:
        assert low <= number <= low + more
        assert number != 88, "a program may leave at 88"


def test_every_number_of_the_bounds_comes_up() -> None:
    assert {draw({"n": "number 1..4"}, str(seed))["n"] for seed in range(60)} == {1, 2, 3, 4}


@given(varies, seeds)
def test_the_same_seed_gives_the_same_values(vary: dict[str, str], seed: str) -> None:
    assert draw(vary, seed) == draw(vary, seed)


@given(seeds)
def test_a_further_name_changes_no_other_value(seed: str) -> None:
    few = draw({"a": "chinese", "b": "quoted"}, seed)
    assert few.items() <= draw({"a": "chinese", "b": "quoted", "c": "long"}, seed).items()


def test_the_values_of_a_seed_are_these_for_ever() -> None:
    # A saved run can be played again with a later version only as long as this holds.
    assert draw({name: name for name in KINDS}, "1/03_udp_chat/pair/0") == PINNED


PINNED = {
    "name": "Gavin",
    "word": "tusbinga",
    "chinese": "音乐飞机快乐",
    "quoted": 'gamdel\\nsturdras it\'s "zirranen" kastom',
    "long": (
        "punka 西瓜重要孩子 laklen 明天朋友教室 klolwul 音乐已经西瓜 klitespu"
        "m 新鲜下午认真 ferlansum 正在方便非常 staslune 我们跑步跳舞 palsulpu"
        " 新鲜音乐安静 kudin"
    ),
    "number": 580,
    "emoji": "😍🏀🐝",
    "text": "brugis 我们 面条吃饭回家 zasmirzustidrufuvidigulesawaklu",
}


def test_different_seeds_give_different_values() -> None:
    drawn = {draw({"x": "chinese"}, str(seed))["x"] for seed in range(50)}
    assert len(drawn) == 50


@pytest.mark.parametrize("count", [1, 2, 5, 20, 40])
def test_names_do_not_run_out_early(count: int) -> None:
    drawn = draw({f"n{number}": "name" for number in range(count)}, "x")
    assert len(set(drawn.values())) == count


def test_what_runs_out_is_named() -> None:
    with pytest.raises(NoValueLeft) as caught:
        draw({"i": "number 1..2", "j": "number 1..2", "k": "number 1..2"}, "x")
    assert (caught.value.name, caught.value.kind) == ("k", "number 1..2")


def test_reserved_texts_of_a_run_are_kept_out() -> None:
    usual = draw({"a": "name"}, "x")["a"]
    assert draw({"a": "name"}, "x", [usual.upper()])["a"] != usual


@given(st.integers(16, 1024), seeds)
def test_a_text_has_exactly_its_size(size: int, seed: str) -> None:
    text = draw({"x": f"text {size}"}, seed)["x"]
    assert len(text.encode()) == size
    assert re.search("[一-鿿]", text)
    assert re.search("[a-z]", text)
    assert text == text.strip()


@pytest.mark.parametrize(
    "text", ["number", "text", "text 16", "text  1024", "number 1..40", "number  0 .. 7", "number 3..3", "chinese"]
)
def test_kinds_that_are_known(text: str) -> None:
    assert parse_kind(text).name == text.split()[0]


def test_the_bounds_of_a_number() -> None:
    assert parse_kind("number 1..40") == Kind("number", 1, 40)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "numbers",
        "number 1",
        "number 1..",
        "number 5..4",
        "number -1..3",
        "Name",
        "word 3..4",
        "text 15",
        "text 1025",
        "text x",
    ],
)
def test_kinds_that_are_not(text: str) -> None:
    with pytest.raises(ValueError, match=r"kind of value|holds no number|to 1024 bytes"):
        parse_kind(text)


@pytest.mark.parametrize("line", ["q", "Q", " quit ", "EXIT", "bye", "88", "", "  ", "/help", ":q", " :wq"])
def test_commands(line: str) -> None:
    assert is_command(line, RESERVED)


@pytest.mark.parametrize("line", ["hello", "888", "a/b", "goodbye", "q 1"])
def test_no_commands(line: str) -> None:
    assert not is_command(line, RESERVED)


def test_the_lexicon_keeps_its_promises() -> None:
    small = [name.casefold() for name in NAMES]
    assert len(set(NAMES)) == len(NAMES) > 100
    assert not [(one, two) for one in small for two in small if one != two and one in two]
    assert not any("q" in name for name in small)
    assert len(set(CHINESE)) == len(CHINESE)
    assert all(len(word) == 2 for word in CHINESE)
    assert all(len(each) == 1 and unicodedata.category(each) == "So" for each in EMOJI)
    assert len(set(EMOJI)) == len(EMOJI)


def test_all_numbers_below_a_bound_are_about_equally_likely() -> None:
    stream = Stream("x")
    counts = [0] * 6
    for _number in range(6000):
        counts[stream.below(6)] += 1
    assert all(850 < count < 1150 for count in counts)


def test_a_sample_holds_every_item_once() -> None:
    assert sorted(Stream("y").sample(range(30), 30)) == list(range(30))
