"""Whatever stands in the files: a course comes out, or a CourseError in which every problem has its place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from grader import messages
from grader.catalog import Exercise, actors_of, bind, load_all
from grader.errors import CourseError, Problem

from .conftest import COURSE, EXERCISE, HIDDEN, Desk
from .mistakes_in_talks import TALK

CHECKOUT = Path(__file__).parents[3]
REAL = (CHECKOUT / "exercises/03_udp_chat/exercise.yaml").read_text("utf-8")
REAL_HIDDEN = (CHECKOUT / "tests/hidden/03_udp_chat.yaml").read_text("utf-8")

#: The other hidden file's carol would talk UDP to a TCP server.
HIDDEN_TALK = (
    HIDDEN.replace("  carol: {udp_client: server}", "  carol: {udp_client: counter}")
    .replace("- start: server", "- start: counter")
    .encode()
)

Try = Callable[[bytes, bytes, bytes], None]


def outcome(desk: Desk) -> tuple[list[Problem], dict[str, Exercise]]:
    try:
        return [], load_all(desk.root, hidden=desk.hidden)[1]
    except CourseError as error:
        return error.problems, {}


@pytest.fixture(scope="module")
def attempt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Try]:
    """Loads the three files with these bytes; in Chinese, since a translation can break a message."""
    desk = Desk(tmp_path_factory.mktemp("course"))
    desk.write(hidden=HIDDEN)

    def load(course: bytes, exercise: bytes, hidden: bytes) -> None:
        (desk.root / "exercises.yaml").write_bytes(course)
        (desk.root / "exercises/01_echo/exercise.yaml").write_bytes(exercise)
        (desk.hidden / "01_echo.yaml").write_bytes(hidden)
        problems, exercises = outcome(desk)
        assert all(problem.message and problem.place.file for problem in problems)
        assert bool(problems) != bool(exercises)
        for found in exercises.values():
            for run in found.runs.values():
                bind(found, run, 1, dict.fromkeys(actors_of(found, run), 40000))

    messages.set_language("zh")
    yield load
    messages.set_language("en")


SNIPPETS = [
    *(
        "{",
        "}",
        "[",
        "]",
        ":",
        ": ",
        "- ",
        "*a",
        "&a ",
        "'",
        '"',
        "\\",
        "#",
        "|",
        ">",
        "?",
        "!",
        "%",
        "@",
        "`",
        "\t",
        "\n",
    ),
    *("{x}", "{{", "{alice.port}", "{server.port}", "null", "true", "1e999", "0", "-1", "<<: ", "\x00", "\u2028", "😀"),
    *("start: ", "expect: ", "nothing: ", "repeat: {times: 3, steps: ", "shuffle: ", "parallel: ", "for: ", "at: "),
    *(
        "connect: ",
        "close: ",
        "restart: ",
        "each: {of: crowd, steps: ",
        "source: ",
        "any: ",
        "count: ",
        "port_of: ",
        "crowd",
    ),
    *("{crowd.index}", "{crowd.port}", "{a.upper}", "text 64", "closed: true", "connects: "),
]

edits = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 30), st.one_of(st.sampled_from(SNIPPETS), st.text(max_size=5))),
    min_size=1,
    max_size=6,
)


def edited(text: str, changes: list[tuple[float, int, str]]) -> bytes:
    """The text with, at some points of it, some characters replaced."""
    for where, length, new in changes:
        start = int(where * len(text))
        text = text[:start] + new + text[start + length :]
    return text.encode("utf-8", "surrogatepass")


@given(edits)
def test_an_edited_exercise(attempt: Try, changes: list[tuple[float, int, str]]) -> None:
    attempt(COURSE.encode(), edited(REAL.replace("03_udp_chat", "01_echo"), changes), HIDDEN.encode())


@given(edits)
def test_an_edited_talk(attempt: Try, changes: list[tuple[float, int, str]]) -> None:
    attempt(COURSE.encode(), edited(TALK, changes), HIDDEN_TALK)


@given(edits)
def test_an_edited_hidden_file(attempt: Try, changes: list[tuple[float, int, str]]) -> None:
    hidden = edited(REAL_HIDDEN.replace("03_udp_chat", "01_echo"), changes)
    attempt(COURSE.encode(), REAL.replace("03_udp_chat", "01_echo").encode(), hidden)


@given(edits)
def test_an_edited_course(attempt: Try, changes: list[tuple[float, int, str]]) -> None:
    attempt(edited(COURSE, changes), EXERCISE.encode(), HIDDEN.encode())


@given(st.binary(max_size=200))
def test_any_bytes(attempt: Try, data: bytes) -> None:
    attempt(COURSE.encode(), data, HIDDEN.encode())


@given(st.text(max_size=200), st.integers(0, 3))
def test_any_text_after_a_right_beginning(attempt: Try, text: str, lines: int) -> None:
    start = "".join(EXERCISE.splitlines(keepends=True)[: lines * 5])
    attempt(COURSE.encode(), (start + text).encode("utf-8", "surrogatepass"), HIDDEN.encode())


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(
        ["server", "client", "alice", "crowd", "fake", "answers", "prints", "{x}", "{n}", "{a}", "word", "x", ""]
    ),
    st.text(max_size=6),
)
WORDS = (
    "start type send reply expect await nothing ends repeat parallel shuffle from at into line json json_has text hex "
    "written prints matches gets for times steps program status vary limits patience points title hints requires "
    "bonus show en zh udp_client udp_server listens x n tcp_client tcp_server count ip port_of connect close who how "
    "restart each of connects closed facts source class uses any derives_from defines"
)
keys = st.sampled_from(WORDS.split())
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4), max_leaves=8
)


def spots(tree: Any) -> list[tuple[Any, Any]]:
    """Every member of every list and mapping, as its holder and its key."""
    members = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    found = []
    for name, member in list(members):
        found += [(tree, name), *spots(member)]
    return found


@given(st.lists(st.tuples(st.integers(0, 500), values), min_size=1, max_size=3))
def test_right_yaml_with_wrong_values(attempt: Try, changes: list[tuple[int, Any]]) -> None:
    attempt(COURSE.encode(), replaced(EXERCISE, changes), HIDDEN.encode())
    attempt(COURSE.encode(), replaced(TALK, changes), HIDDEN_TALK)


def replaced(text: str, changes: list[tuple[int, Any]]) -> bytes:
    """The file with other values at some places, as JSON, which is YAML too."""
    tree = yaml.safe_load(text)
    for where, value in changes:
        places = spots(tree)
        holder, name = places[where % len(places)]
        holder[name] = value
    return json.dumps(tree).encode()
