"""The JSON Schemas: they are schemas, the real files keep them, and an editor learns every key from them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from grader.catalog.schema import FILES, schema_of

from .conftest import COURSE, EXERCISE, HIDDEN, Desk, changed
from .mistakes import ACTORS, CHECKS, RUNS
from .mistakes_in_steps import STEPS

CHECKOUT = Path(__file__).parents[3]


def validator(file: str) -> Draft202012Validator:
    schema = schema_of(file)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def properties(schema: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that the schema describes, with where it stands."""
    if isinstance(schema, dict):
        for key, inner in schema.get("properties", {}).items():
            yield f"{name}.{key}", inner
        for key, inner in schema.items():
            yield from properties(inner, f"{name}.{key}" if key != "properties" else name)
    elif isinstance(schema, list):
        for inner in schema:
            yield from properties(inner, name)


@pytest.mark.parametrize("file", FILES)
def test_every_key_has_a_description_and_an_example(file: str) -> None:
    found = dict(properties(schema_of(file)))
    assert len(found) > 8
    assert [name for name, key in found.items() if not key.get("description") or not key.get("examples")] == []


@pytest.mark.parametrize("file", FILES)
def test_every_example_keeps_the_schema(file: str) -> None:
    whole = schema_of(file)
    for name, key in properties(whole):
        schema = {**key, "$defs": whole["$defs"]}
        for example in key["examples"]:
            assert not list(Draft202012Validator(schema).iter_errors(example)), name


@pytest.mark.parametrize(
    ("file", "text"),
    [("exercise", EXERCISE), ("hidden", HIDDEN), ("course", COURSE)],
    ids=["exercise", "hidden", "course"],
)
def test_the_small_course_keeps_the_schema(file: str, text: str) -> None:
    assert not list(validator(file).iter_errors(yaml.safe_load(text)))


def real_files() -> Iterator[tuple[str, Path]]:
    yield "course", CHECKOUT / "exercises.yaml"
    for name in yaml.safe_load((CHECKOUT / "exercises.yaml").read_text("utf-8"))["exercises"]:
        yield "exercise", CHECKOUT / "exercises" / name / "exercise.yaml"
        hidden = CHECKOUT / "tests" / "hidden" / f"{name}.yaml"
        if hidden.exists():
            yield "hidden", hidden


def test_the_real_files_keep_the_schema() -> None:
    assert {file for file, _path in real_files()} == set(FILES)
    for file, path in real_files():
        assert not list(validator(file).iter_errors(yaml.safe_load(path.read_text("utf-8")))), path


#: What only the loader can know: it takes more than one value to see it, or PyYAML has hidden it from the validator.
ONLY_THE_LOADER = {
    *("not among files", "unknown program", "client of a client", "client of a deaf program", "actor twice"),
    *("octal", "bonus yes", "requires unknown", "requires itself", "requires twice", "show in public"),
    *("check without look", "start unknown", "start a peer", "start twice at once", "start twice"),
    *("type into a peer", "undeclared value", "open brace", "closing brace", "empty braces", "actor as value"),
    *("port of nobody", "no such attribute", "port of a deaf program", "quit", "Q", "slash", "two lines"),
    *("long line", "unknown escape", "backslash at the end", "written text", "undeclared in JSON"),
    *("undeclared JSON key", "fake sends", "client replies", "for unknown", "bad pattern", "program gets"),
    *("peer prints", "nothing at both", "nothing on a screen", "nothing printed by a peer", "nothing twice"),
    *("repeat a word", "empty range", "too few numbers", "other id", "file twice", "port too high"),
}
ROWS = [*ACTORS, *CHECKS, *STEPS, *RUNS]


@pytest.mark.parametrize("row", [pytest.param(row.values, id=row.id) for row in ROWS if row.id not in ONLY_THE_LOADER])
def test_an_editor_shows_the_mistakes_of_single_values(row: tuple[str, ...]) -> None:
    text, _places = changed(EXERCISE, row[0], row[1])
    assert list(validator("exercise").iter_errors(yaml.safe_load(text)))


@pytest.mark.parametrize("row", [pytest.param(row.values, id=row.id) for row in ROWS if row.id in ONLY_THE_LOADER])
def test_the_loader_finds_what_an_editor_cannot(desk: Desk, row: tuple[str, ...]) -> None:
    text, _places = changed(EXERCISE, row[0], row[1])
    desk.write(exercise=text)
    assert desk.problems()


def test_every_exception_is_one_of_the_rows() -> None:
    assert {row.id for row in ROWS} >= ONLY_THE_LOADER


@pytest.mark.parametrize("file", FILES)
def test_a_schema_is_plain_json(file: str) -> None:
    assert json.loads(json.dumps(schema_of(file))) == schema_of(file)
