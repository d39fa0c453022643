"""A small course on disk, and a way to ask what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader import messages
from grader.catalog import Course, Exercise, load_all
from grader.errors import CourseError, Problem

COURSE = """\
schema: grader/course/v1
id: a_course
title: {en: A course, zh: 课程}
exercises: [01_echo]
"""

EXERCISE = """\
schema: grader/exercise/v1
id: 01_echo
title: {en: Echo, zh: 回声}
files: [server.py, client.py]
actors:
  server: {program: server.py, listens: 9090/udp}
  client: {program: client.py}
  alice: {udp_client: server}
  bob: {udp_client: server}
  fake: {udp_server: 9090}
checks:
  answers: {points: 2, title: {en: The server answers, zh: 服务器会回复}}
  others_hear_nothing:
    points: 1
    title: {en: Nobody else hears it, zh: 其他人收不到}
    requires: [answers]
    hints: [{en: recvfrom() returns two values., zh: recvfrom() 返回两个值。}]
  prints: {points: 3, title: {en: The client prints, zh: 客户端会打印}}
runs:
  one_round:
    vary: {a: chinese, n: number 1..9}
    steps:
      - start: server
      - send: {from: alice, text: "{a}"}
      - expect: {at: alice, gets: {text: "{a}"}, for: answers}
      - nothing: {at: bob, for: others_hear_nothing}
  client_alone:
    vary: {x: word}
    steps:
      - start: client
      - type: {into: client, line: "{x}"}
      - await: {at: fake, gets: {json_has: {msg: "{x}"}}}
      - reply: {from: fake, json: {msg: hello}}
      - expect: {at: client, prints: hello, for: prints}
"""

HIDDEN = """\
schema: grader/exercise/v1
id: 01_echo
actors:
  carol: {udp_client: server}
checks:
  many: {points: 2, title: {en: Many rounds, zh: 多轮}}
runs:
  rounds:
    steps:
      - start: server
      - send: {from: carol, text: hello}
      - expect: {at: carol, gets: {text: hello}, for: many}
"""

#: Stands in a text right before the spot where a problem is expected.
HERE = "«"


@dataclass
class Desk:
    """A course in a folder that tests write to."""

    root: Path

    @property
    def hidden(self) -> Path:
        return self.root / "tests" / "hidden"

    def write(self, course: str = COURSE, exercise: str = EXERCISE, hidden: str | None = None) -> None:
        folder = self.root / "exercises" / "01_echo"
        folder.mkdir(parents=True, exist_ok=True)
        (self.root / "exercises.yaml").write_text(course, "utf-8")
        (folder / "exercise.yaml").write_text(exercise, "utf-8")
        if hidden is not None:
            self.hidden.mkdir(parents=True, exist_ok=True)
            (self.hidden / "01_echo.yaml").write_text(hidden, "utf-8")

    def load(self) -> tuple[Course, Exercise]:
        course, exercises = load_all(self.root, hidden=self.hidden)
        return course, exercises["01_echo"]

    def problems(self) -> list[Problem]:
        with pytest.raises(CourseError) as caught:
            self.load()
        return caught.value.problems


Changed = Callable[[str, str, str], tuple[str, str]]


def changed(text: str, old: str, new: str) -> tuple[str, list[str]]:
    """The text with `old` replaced, and the places that are marked in `new`, as LINE:COLUMN."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the text"
    marked = text.replace(old, new)
    places = []
    while HERE in marked:
        position = marked.index(HERE)
        line = marked.count("\n", 0, position) + 1
        places.append(f"{line}:{position - marked.rfind(chr(10), 0, position)}")
        marked = marked.replace(HERE, "", 1)
    return marked, places


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    messages.set_language("en")
    yield
    messages.set_language("en")
