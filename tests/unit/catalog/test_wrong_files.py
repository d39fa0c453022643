"""What is wrong with a file as a file: its bytes, its YAML, its place on disk.  `«` marks the place of the problem."""

from __future__ import annotations

import os
from typing import Any

import pytest
import yaml

from grader.catalog import load_all
from grader.catalog.encoding import MAX_BYTES
from grader.catalog.nodes import (
    MAX_ALIASES,
    MAX_DEPTH,
    MAX_NODES,
    ListNode,
    MappingNode,
    Node,
    ScalarNode,
    read_nodes,
)
from grader.errors import CourseError, Problem

from .conftest import COURSE, EXERCISE, Desk, changed

LOADERS = [pytest.param(yaml.SafeLoader, id="pure")]
if hasattr(yaml, "CSafeLoader"):
    LOADERS.append(pytest.param(yaml.CSafeLoader, id="libyaml"))


def problems_of(data: bytes, loader: Any = None) -> list[Problem]:
    problems: list[Problem] = []
    read_nodes(data, "f.yaml", problems, loader)
    return problems


def plain(node: Node | None) -> Any:
    if isinstance(node, MappingNode):
        return {name: plain(member.value) for name, member in node.members.items()}
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    assert isinstance(node, ScalarNode)
    return node.value


def value_of(text: str, loader: Any) -> Any:
    problems: list[Problem] = []
    node = read_nodes(text.encode(), "f.yaml", problems, loader)
    assert not problems
    return plain(node)


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[(word, word) for word in ("on", "off", "yes", "no", "y", "n", "True", "NULL", "~", "Null", "TRUE")],
        *[
            (word, word)
            for word in ("12:30", "2018-07-30", "010", "0x1F", "0o17", "1_000", "+1", ".5", "1.", ".inf", ".nan")
        ],
        *[(word, word) for word in ("1e", "--1", "1.2.3", "=", "١٢")],
        ("null", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-12", -12),
        ("1.5", 1.5),
        ("-0.25", -0.25),
        ("1e3", 1000.0),
        ("2.5E-1", 0.25),
        ("'12'", "12"),
        ('"true"', "true"),
        ("'null'", "null"),
        ("''", ""),
        ('"\\u6d88\\n"', "消\n"),
    ],
)
def test_only_json_s_words_and_decimal_numbers_are_more_than_text(text: str, value: object, loader: Any) -> None:
    assert value_of(f"[{text}]", loader) == [value]
    assert type(value_of(f"[{text}]", loader)[0]) is type(value)


@pytest.mark.parametrize("loader", LOADERS)
def test_the_word_on_can_be_a_key(loader: Any) -> None:
    assert value_of("on: 1\n'off': 2\n", loader) == {"on": 1, "off": 2}


@pytest.mark.parametrize("loader", LOADERS)
def test_a_few_aliases_are_allowed(loader: Any) -> None:
    assert value_of("a: &x [1, 2]\nb: *x\nc: {d: *x}\n", loader) == {"a": [1, 2], "b": [1, 2], "c": {"d": [1, 2]}}


@pytest.mark.parametrize("loader", LOADERS)
def test_columns_count_characters(loader: Any) -> None:
    problems: list[Problem] = []
    node = read_nodes("{中文: 'x', \"😀😀\": b}".encode(), "f.yaml", problems, loader)
    assert isinstance(node, MappingNode)
    assert [(each.place.column, each.value.place.column) for each in node.members.values()] == [(2, 6), (11, 17)]


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        pytest.param("a: 1\n«a: 2\n", "the key `a` stands here twice", "the first one is in line 1", id="duplicate"),
        pytest.param("a: {b: 1, «'b': 2}\n", "the key `b` stands here twice", "", id="duplicate, quoted"),
        pytest.param("a: «!!str 12\n", "tags such as `tag:yaml.org,2002:str`", "remove", id="tag"),
        pytest.param(
            "a: «!python/object:os.system x\n", "tags such as `!python/object:os.system`", "remove", id="python tag"
        ),
        pytest.param("a: 1\n«---\nb: 2\n", "a second document", "one document", id="two documents"),
        pytest.param("«12: x\n", "a key must be text, here is 12", 'quote it: "12"', id="number as key"),
        pytest.param("«true: x\n", "a key must be text, here is true", 'quote it: "true"', id="flag as key"),
        pytest.param("«? [a, b]\n: x\n".replace("«? ", "? «"), "a key must be text", "brackets", id="list as key"),
        pytest.param("a: &x {b: 1}\nc:\n  «<<: *x\n", "merging with `<<`", "write the keys out", id="merge"),
        pytest.param("a: «*x\n", "there is no `&x`", "quoted", id="alias of nothing"),
        pytest.param("a: &x [«*x]\n", "stands inside of what it names", "", id="alias of itself"),
        pytest.param(f"a: «{'9' * 19}\n", "at most 18 digits", "quote", id="long number"),
        pytest.param("a: «1e999\n", "at most 18 digits", "quote", id="infinite number"),
    ],
)
def test_a_mistake_is_named_where_it_is(text: str, message: str, remedy: str, loader: Any) -> None:
    clean, places = changed(text, text, text)
    [problem] = problems_of(clean.encode(), loader)
    assert str(problem.place) == f"f.yaml:{places[0]}"
    assert message in problem.message
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        pytest.param("a: b«: c\n", "must be quoted", id="colon in a text"),
        pytest.param("a: «@b\n", "must be quoted", id="at sign"),
        pytest.param("a: «`b`\n", "must be quoted", id="backtick"),
        pytest.param('a: "«\\d"\n', "a backslash is written twice", id="backslash in double quotes"),
        pytest.param("a: [1, 2\nb«: 3\n", "opens in line 1 is not closed", id="open bracket"),
        pytest.param("a: {b: 1\nc«: 3\n", "opens in line 1 is not closed", id="open brace"),
        pytest.param("a:\n  b: 1\n «c: 2\n", "indentation", id="indentation"),
        pytest.param("a: 1\nb\n«c: 2\n", "a missing colon", id="no colon"),
        pytest.param("a: 'b\nc: 2\n«", "the quote that opens in line 1", id="open quote"),
        pytest.param("a: *«\n", "must be quoted", id="star alone"),
    ],
)
def test_broken_yaml_is_named_with_a_remedy(text: str, remedy: str) -> None:
    clean, places = changed(text, text, text)
    [problem] = problems_of(clean.encode())
    assert str(problem.place) == f"f.yaml:{places[0]}"
    assert problem.message.startswith("this is no YAML: ")
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    ("data", "place", "message", "remedy"),
    [
        pytest.param(b"\xef\xbb\xbfa: 1\n", "1:1", "byte order mark", "without BOM", id="BOM"),
        pytest.param("a: 1".encode("utf-16"), "1:1", "UTF-16", "save it as UTF-8", id="UTF-16"),
        pytest.param("a: 1\nb: 消息\n".encode("gbk"), "2:4", "the byte 0xCF is no UTF-8", "GBK", id="GBK"),
        pytest.param("x: 消\xe9".encode()[:-1], "1:5", "the byte 0xC3", "UTF-8", id="half a character"),
        pytest.param(b"a:\n\t- 1\n", "2:1", "a tab", "blanks", id="tab"),
        pytest.param(b"a:\n  \t- 1\n", "2:3", "a tab", "blanks", id="tab after blanks"),
        pytest.param(b"a: x\x00y\n", "1:5", "U+0000", '"\\x00"', id="NUL"),
        pytest.param(b"a: \x1b[31m\n", "1:4", "U+001B", '"\\x1b"', id="escape"),
        pytest.param(b"a: x\ry\n", "1:5", "U+000D", "", id="lone carriage return"),
        pytest.param("a: x\u2028y\n".encode(), "1:5", "U+2028", '"\\u2028"', id="line separator"),
        pytest.param("a: x\u0085y\n".encode(), "1:5", "U+0085", '"\\x85"', id="next line"),
        pytest.param("a: \u202ex\n".encode(), "1:4", "U+202E", "", id="right to left"),
        pytest.param("a: x\ufeff\n".encode(), "1:5", "U+FEFF", "", id="BOM inside"),
        pytest.param(b"", "", "the file is empty", "", id="empty"),
        pytest.param(b"# only a comment\n", "", "the file is empty", "", id="comment"),
        pytest.param(b"x" * (MAX_BYTES + 1), "", "larger than 1 MiB", "", id="large"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, place: str, message: str, remedy: str) -> None:
    [problem] = problems_of(data)
    assert str(problem.place) == (f"f.yaml:{place}" if place else "f.yaml")
    assert message in problem.message
    assert remedy in problem.remedy


def test_windows_line_ends_are_no_problem() -> None:
    problems: list[Problem] = []
    assert plain(read_nodes(b"a: 1\r\nb: |\r\n  x\r\n", "f.yaml", problems)) == {"a": 1, "b": "x\n"}
    assert not problems


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 900, 20_000])
def test_what_is_too_deep_is_refused_at_once(opening: str, depth: int, loader: Any) -> None:
    [problem] = problems_of((opening * depth).encode(), loader)
    assert "deep" in problem.message or "depth" in problem.message
    assert problem.place.line == 1


@pytest.mark.parametrize("loader", LOADERS)
def test_fifty_levels_are_not_too_deep(loader: Any) -> None:
    text = "[" * (MAX_DEPTH - 1) + "x" + "]" * (MAX_DEPTH - 1)
    assert problems_of(text.encode(), loader) == []
    [problem] = problems_of(f"[{text}]".encode(), loader)
    assert problem.place.column == MAX_DEPTH + 1


def test_too_many_values_are_refused() -> None:
    [problem] = problems_of(b"[" + b"x," * MAX_NODES + b"]")
    assert f"more than {MAX_NODES} values" in problem.message


def test_a_bomb_of_aliases_does_not_go_off() -> None:
    # Each level holds the one before nine times: ten levels are thousands of millions of values.
    lines = ["l0: &l0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 10)]
    [problem] = problems_of("\n".join(lines).encode())
    assert f"more than {MAX_ALIASES} aliases" in problem.message
    assert (problem.place.line, problem.place.column) == (4, 20)


def test_aliases_count_as_what_they_stand_for() -> None:
    lines = ["a: &a [" + "x, " * 3000 + "]"] + [f"k{n}: *a" for n in range(MAX_ALIASES)]
    [problem] = problems_of("\n".join(lines).encode())
    assert f"more than {MAX_NODES} values" in problem.message
    assert problem.place.line == 17


def test_an_alias_cannot_dig_deeper_than_the_limit() -> None:
    deep = "[" * 40 + "]" * 40
    [problem] = problems_of(f"a: &a {deep}\nb: {'[' * 20}*a{']' * 20}\n".encode())
    assert "nested more than 50 deep" in problem.message
    assert problem.place.line == 2


def test_a_surrogate_is_no_character() -> None:
    # libyaml refuses the escape itself; the pure parser lets it through.
    for loader in (None, yaml.SafeLoader):
        [problem] = problems_of(b'a: "\\ud800"\n', loader)
        assert problem.place.line == 1


def test_an_escape_beyond_unicode() -> None:
    for loader in (None, yaml.SafeLoader):
        assert len(problems_of(b'a: "\\UFFFFFFFF"\n', loader)) == 1


# --- files of a course ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "message", "remedy"),
    [
        pytest.param(
            "schema: grader/course/v1", "schema: «grader/exercise/v1", "one of grader/course/v1", "", id="schema"
        ),
        pytest.param("schema: grader/course/v1\n", "", "needs the key `schema`", "grader/course/v1", id="no schema"),
        pytest.param("id: a_course", "id: «A course", "`A course` is no name", "small letters", id="id"),
        pytest.param("exercises: [01_echo]", "exercises: [01_echo, «01_echo]", "stands here twice", "", id="twice"),
        pytest.param("exercises: [01_echo]", "exercises: [«../01_echo]", "is no name", "", id="path"),
        pytest.param("exercises: [01_echo]", "exercises: «[]", "at least one item", "", id="none"),
        pytest.param(
            "exercises: [01_echo]",
            "«exercices: [01_echo]",
            "`exercises.yaml` has no key `exercices`",
            "`exercises`",
            id="misspelled",
        ),
        pytest.param("exercises: [01_echo]", "exercises: [01_echo]\nlimits: {wall: «-1}", "above 0", "", id="limit"),
        pytest.param(
            "exercises: [01_echo]", "exercises: [01_echo]\nreserved: «[]", "at least one item", "", id="reserved"
        ),
    ],
)
def test_a_mistake_in_the_course_file(desk: Desk, old: str, new: str, message: str, remedy: str) -> None:
    text, places = changed(COURSE, old, new)
    desk.write(course=text)
    problem = next(each for each in desk.problems() if message in each.message)
    assert str(problem.place) == f"exercises.yaml:{places[0] if places else '1:1'}"
    assert remedy in problem.remedy


def test_problems_of_the_course_and_its_exercises_come_together(desk: Desk) -> None:
    desk.write(course=COURSE.replace("zh: 课程", "zh: 1"), exercise=EXERCISE.replace("points: 3", "points: 0"))
    assert [each.place.file for each in desk.problems()] == ["exercises.yaml", "exercises/01_echo/exercise.yaml"]


def test_an_exercise_without_a_file(desk: Desk) -> None:
    desk.write(course=COURSE.replace("[01_echo]", "[01_echo, 02_none]"))
    [problem] = desk.problems()
    assert str(problem) == "exercises/02_none/exercise.yaml: there is no such file (exercises.yaml names it)"


def test_a_folder_in_place_of_a_file(desk: Desk) -> None:
    desk.write()
    path = desk.root / "exercises/01_echo/exercise.yaml"
    path.unlink()
    path.mkdir()
    assert "no regular file" in desk.problems()[0].message


def test_a_pipe_in_place_of_a_file_does_not_hang(desk: Desk) -> None:
    desk.write()
    path = desk.root / "exercises/01_echo/exercise.yaml"
    path.unlink()
    os.mkfifo(path)
    assert "no regular file" in desk.problems()[0].message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(desk: Desk) -> None:
    desk.write()
    (desk.root / "exercises/01_echo/exercise.yaml").chmod(0)
    assert "cannot be read" in desk.problems()[0].message


@pytest.mark.parametrize("text", ["- a\n- b\n", "hello\n", "12\n", "null\n"])
def test_a_file_that_holds_something_else(desk: Desk, text: str) -> None:
    desk.write(exercise=text)
    [problem] = desk.problems()
    assert str(problem.place) == "exercises/01_echo/exercise.yaml:1:1"
    assert "must be a mapping with the keys schema, id, title" in problem.message


def test_a_hidden_file_outside_of_the_course_keeps_its_path(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "01_echo.yaml").write_text("- x\n", "utf-8")
    desk.write()
    with pytest.raises(CourseError) as caught:
        load_all(desk.root, hidden=elsewhere)
    assert caught.value.problems[0].place.file == str(elsewhere / "01_echo.yaml")
