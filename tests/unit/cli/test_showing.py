"""`grader show`: a saved result again; nothing is lost on the way through the other language."""

from __future__ import annotations

import copy
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader import messages
from grader.report.json import result_to_json
from grader.report.redact import redact
from tests.unit.cli.conftest import Desk
from tests.unit.report.conftest import SAMPLES

Saved = Callable[[str], Path]


@pytest.fixture
def saved(desk: Desk) -> Saved:
    """Saves a sample as `grader check --json --lang en` does."""

    def save(name: str) -> Path:
        messages.set_language("en")
        return desk.write(f"{name}.json", result_to_json(redact(SAMPLES[name]())) + "\n")

    return save


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_is_lost_there_and_back(desk: Desk, saved: Saved, name: str) -> None:
    first = saved(name)
    chinese = desk.write("zh.json", desk.grader("show", str(first), "--json", "--lang", "zh").out)
    again = desk.grader("show", str(chinese), "--json", "--lang", "en").out
    assert json.loads(again) == json.loads(first.read_text("utf-8"))
    once_more = desk.write("again.json", again)
    assert desk.grader("show", str(once_more), "--json", "--lang", "en").out == again


@pytest.mark.parametrize("name", SAMPLES)
def test_it_is_shown_as_it_was_the_first_time(desk: Desk, saved: Saved, name: str) -> None:
    from grader.report.text import render

    path = saved(name)
    for language in ("zh", "en"):
        done = desk.grader("show", str(path), "--lang", language, "-v")
        assert done.code == 0
        messages.set_language("en")
        result = redact(SAMPLES[name]())
        messages.set_language(language)
        assert done.out == render(result, width=80, color=False, unicode=True, verbose=1)


def test_messages_come_in_the_other_language(desk: Desk, saved: Saved) -> None:
    path = saved("answer_to_wrong_client")
    assert "给 alice 的回复发到了 bob。" in desk.grader("show", str(path), "--lang", "zh").out
    finding = json.loads(desk.grader("show", str(path), "--json", "--lang", "zh").out)["checks"][1]["findings"][0]
    assert finding["message"] == "给 alice 的回复发到了 bob。"


def test_several_results_one_a_line(desk: Desk, saved: Saved) -> None:
    lines = saved("crash").read_text("utf-8") + "\n" + saved("all_pass").read_text("utf-8")
    both = desk.write("both.jsonl", lines)
    done = desk.grader("show", str(both), "-q")
    assert len(done.out.splitlines()) == 6, "a line each, a blank one, and the sum"
    assert len(desk.grader("show", str(both), "--json").out.splitlines()) == 2


def test_an_indented_object_and_one_with_a_byte_order_mark(desk: Desk, saved: Saved) -> None:
    plain = json.loads(saved("crash").read_text("utf-8"))
    path = desk.write("pretty.json", "\ufeff" + json.dumps(plain, indent=2))
    assert desk.grader("show", str(path), "-q").code == 0


def test_standard_input_and_an_output_file(desk: Desk, saved: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    content = saved("crash").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    done = desk.grader("show", "-", "--json", "--output", "again.json")
    assert (done.code, done.out) == (0, "")
    assert json.loads((desk.root / "again.json").read_bytes()) == json.loads(content)
    assert not list(desk.root.glob(".again*"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "it is empty"),
        (b"\xff\xfe", "it is not in UTF-8"),
        (b"no json", "it is no JSON"),
        (b"[" * 100_000, "it is no JSON"),
        (b"[1]", "its `schema` is None, not grader/result/v1"),
        (b'{"schema": "grader/result/v2"}', "its `schema` is grader/result/v2, not grader/result/v1"),
        (b'{"schema": "grader/result/v1"}', "a part of it is missing or not as it should be: 'exercise'"),
    ],
)
def test_what_is_no_result_is_told(desk: Desk, content: bytes, words: str) -> None:
    path = desk.write("x.json", content)
    done = desk.grader("show", str(path))
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert "x.json holds no result of `grader check --json`" in done.err


def test_a_file_that_cannot_be_read_is_told(desk: Desk) -> None:
    assert "Cannot read no.json: No such file or directory" in desk.grader("show", "no.json").err
    assert "Cannot read work: Is a directory" in desk.grader("show", str(desk.write("work/x", "").parent.name)).err


def test_a_file_that_cannot_be_written_is_told(desk: Desk, saved: Saved) -> None:
    done = desk.grader("show", str(saved("crash")), "--output", "no/such/folder")
    assert done.code == 2
    assert "Cannot write no/such/folder: No such file or directory" in done.err


def test_what_is_no_file_is_written_to_and_stays(desk: Desk, saved: Saved) -> None:
    path = saved("crash")
    assert desk.grader("show", str(path), "--output", "/dev/null").code == 0
    assert not Path("/dev/null").is_file()
    link = desk.root / "link"
    link.symlink_to("target")
    desk.grader("show", str(path), "--output", "link")
    assert link.is_symlink()
    assert (desk.root / "target").is_file()


def _parts(plain: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths to all members of a result, down to the findings and events."""
    found = [path] if path else []
    members = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    return found + [inner for name, member in members for inner in _parts(member, (*path, name))]


_PLAIN = json.loads(result_to_json(redact(SAMPLES["answer_to_wrong_client"]())))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.sampled_from(_parts(_PLAIN)), st.sampled_from([None, 1, -1, "x", "", [], {}, [1], {"x": 1}, "\x1b[2J"]))
def test_a_part_that_is_something_else_never_ends_in_a_traceback_of_ours(
    desk: Desk, path: tuple[Any, ...], value: Any
) -> None:
    plain: Any = copy.deepcopy(_PLAIN)
    inner = plain
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    file = desk.write("broken.json", json.dumps(plain))
    done = desk.grader("show", str(file), "-v")
    assert done.code in (0, 2), done.err
    assert "\x1b[2J" not in done.out
