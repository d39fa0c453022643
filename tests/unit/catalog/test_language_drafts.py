"""The exercises that are written ahead of the grader: sound as far as it can tell, and every word is explained."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from grader.catalog.model import Actor, ClassSign, Fact, Message, Payload, Run, Sign, Step
from grader.catalog.nodes import read_nodes
from grader.catalog.shape import Shape, form_of, shape_of

FOLDER = Path(__file__).parents[3] / "docs" / "language"
DRAFTS = sorted(FOLDER.glob("*.yaml"))
README = (FOLDER / "README.md").read_text("utf-8")

#: Explained where the language of today is.
OF_TODAY = {"text", "from", "for", "steps", "facts", "vary", "line", "into"}


def tree(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def sentences(run: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All steps and facts of a run."""
    for sentence in [*run["steps"], *run.get("facts", [])]:
        yield sentence
        (inner,) = sentence.values()
        if isinstance(inner, dict) and "steps" in inner:
            yield from sentences(inner)


def words(sentence: dict[str, Any]) -> Iterator[str]:
    for verb, keys in sentence.items():
        yield verb
        if isinstance(keys, dict) and verb not in ("lay", "equals", "at_least"):
            for name, value in keys.items():
                yield name
                if name in ("gets", "class"):
                    yield from value
                if name == "any":
                    yield from (word for claim in value for word in claim)


def test_there_are_the_two() -> None:
    assert [path.stem for path in DRAFTS] == ["11_daemon_process", "13_ticket_lock"]


@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.stem)
def test_a_draft_says_that_it_is_one_and_is_sound_yaml(path: Path) -> None:
    assert path.read_text("utf-8").startswith("# A draft: ")
    problems: list[Any] = []
    read_nodes(path.read_bytes(), path.name, problems)
    assert not problems


@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.stem)
def test_every_check_is_counted_for_and_every_name_is_declared(path: Path) -> None:
    draft = tree(path)
    assert draft["id"] == path.stem
    every = [sentence for run in draft["runs"].values() for sentence in sentences(run)]
    counted = {
        keys["for"] for sentence in every for keys in sentence.values() if isinstance(keys, dict) and "for" in keys
    }
    assert counted == set(draft["checks"])
    required = {name for check in draft["checks"].values() for name in check.get("requires", [])}
    assert required <= set(draft["checks"])
    for sentence in every:
        for keys in sentence.values():
            for key in ("at", "who", "of", "by", "longer_than", "program", "from"):
                named = keys.get(key) if isinstance(keys, dict) else None
                if isinstance(named, str) and named not in ("read", "ticket_db.py", "count"):
                    assert named in draft["actors"], (sentence, named)


@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.stem)
def test_every_word_is_explained(path: Path) -> None:
    explained = set(re.findall(r"`([a-z_]+)`", README)) | OF_TODAY
    draft = tree(path)
    used = {word for run in draft["runs"].values() for sentence in sentences(run) for word in words(sentence)}
    used |= {word for actor in draft["actors"].values() for word in actor}
    used |= {word for run in draft["runs"].values() for word in run}
    assert sorted(used - explained) == []


@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.stem)
def test_every_text_is_there_in_both_languages(path: Path) -> None:
    draft = tree(path)
    texts = [draft["title"]]
    for check in draft["checks"].values():
        texts += [check["title"], *check.get("hints", [])]
    assert all(set(text) == {"en", "zh"} for text in texts)


def test_what_is_marked_is_not_known_yet_and_the_rest_is() -> None:
    known = {shape.word for shape in shapes()} | {key.name for shape in shapes() for key in shape.written()}
    rows = re.findall(r"^\| (○ )?((?:`\w+`(?:, )?)+) \|", README, re.MULTILINE)
    assert len(rows) > 30
    wrong = [words for mark, words in rows if bool(mark) == (re.findall(r"\w+", words)[0] in known)]
    assert wrong == ["`count`, `matches`, `as`"], "`count` is a word of today's actors, and a fact of tomorrow's"


def shapes() -> Iterator[Shape]:
    """The classes of today's language that hold the words of actors, steps, runs and facts."""
    classes = [cls for union in (Actor, Step, Fact) for cls in getattr(form_of(union), "classes", ())]
    yield from map(shape_of, (*classes, Message, Payload, Run, Sign, ClassSign))
