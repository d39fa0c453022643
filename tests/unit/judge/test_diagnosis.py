"""Findings: for every code a small transcript that leads to it, with the line that it points at."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from grader.errors import Blame
from grader.report.codes import TABLE
from grader.report.findings import render_finding

from .stories import NAMES, STORIES
from .story import Story
from .tape import CAST, Tape


@pytest.mark.parametrize("told", STORIES, ids=NAMES)
def test_a_transcript_leads_to_its_finding(told: Story) -> None:
    found = told.tape().finding()
    assert found.code == told.code
    place = None if found.file is None else found.file if found.line is None else f"{found.file}:{found.line}"
    assert place == told.at
    assert told.args.items() <= found.args.items(), found.args
    assert found.blame is Blame.STUDENT
    json.dumps(dict(found.args), ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize("told", STORIES, ids=NAMES)
def test_a_finding_shows_the_source_of_its_line(told: Story) -> None:
    tape = told.tape()
    found = tape.finding()
    if found.line is None:
        assert found.source is None or found.file is None
    else:
        assert found.source == tape.sources[found.file or ""].split("\n")[found.line - 1].strip()


@pytest.mark.parametrize("told", STORIES, ids=NAMES)
def test_a_finding_has_all_that_its_words_ask_for(told: Story) -> None:
    found = render_finding(told.tape().finding())
    assert found.message != TABLE[told.code].title
    assert found.message


def test_every_code_that_has_words_can_be_reached() -> None:
    # These are remarks, or said of what is not judged from a transcript yet.
    later = {"cannot_type", "unread_keyboard", "stdlib_shadowed"}
    # Claims about the source, and what a Python check asserts: tests/unit/judge/test_sources.py, tests/plugin.
    elsewhere = {"no_handler_class", "no_threading_server", "no_such_class", "not_used", "python_check"}
    assert {told.code for told in STORIES} == set(TABLE) - later - elsewhere


def test_a_finding_names_the_event_and_the_step_that_it_is_about() -> None:
    tape = Tape()
    tape.sent("bob", "hello")
    step = tape.look("bob", gets="right")
    tape.received("bob", "wrong")
    tape.seen(step)
    found = tape.finding()
    assert found.event is not None
    assert tape.transcript[found.event].data == b"wrong"
    assert found.step == step


def test_only_a_program_that_is_typed_into_can_be_too_early() -> None:
    """An echo that comes twice is one answer too many, and a client that is never typed into sends by itself."""
    nobody_types = replace(CAST, typed_into=frozenset())
    tape = Tape()
    tape.sent("bob", "hello")
    tape.received("bob", "hello")
    tape.seen(tape.look("bob", gets="hello", check="answers"))
    tape.received("bob", "more")
    tape.waited(tape.nothing("bob"))
    assert tape.finding(nobody_types).code == "unexpected_answer"
    tape = Tape()
    tape.received("fake", "hello")
    tape.waited(tape.nothing("fake"))
    assert tape.finding(nobody_types).code == "sent_too_much"


def test_the_cast_knows_the_program_behind_everybody() -> None:
    assert [CAST.program(actor) for actor in ("server", "bob", "fake", "nobody")] == ["server", "server", "client", ""]
    assert [CAST.file(actor) for actor in ("server", "bob", "fake", "nobody")] == [
        "server.py",
        "server.py",
        "client.py",
        "",
    ]
