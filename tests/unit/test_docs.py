"""The documentation against what it describes: what can be compared is compared, or made from the code.

The tables in docs/findings.md and the report in README.md are written anew by

    pytest tests/unit/test_docs.py tests/unit/report --rerecord
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from grader import messages
from grader.catalog.loader import load_all
from grader.catalog.model import Actor, Step
from grader.catalog.shape import Alternatives, Shape, form_of, shape_of
from grader.catalog.steps import ClassSign, Message, Payload, Source
from grader.catalog.values import KINDS
from grader.cli.main import parser
from grader.outcome import Result
from grader.plugin.workshop import Workshop
from grader.report import codes
from grader.report.redact import redact
from grader.report.text import render
from tests.grading import ROOT, grade, mutant

DOCS = ROOT / "docs"
README = ROOT / "README.md"
#: All pages of ours; the drafts in docs/language have a test of their own.
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md")])


def between(page: str, begin: str, end: str) -> str:
    """What stands between two marks of a page."""
    return page.partition(begin)[2].partition(end)[0]


def rows(page: str, first: str) -> list[list[str]]:
    """The cells of the table whose first column has this head."""
    table = re.search(rf"^\| {first} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", page, re.MULTILINE)
    assert table, f"no table of {first}"
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table[1].splitlines()]


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    with Workshop() as made:
        yield made


# --- events -------------------------------------------------------------------------------------


def listed() -> dict[str, tuple[set[str], set[str], bool]]:
    """Of each kind in docs/events.md: fields that are always there, those that may be, whether others may follow."""
    found = {}
    for kind, _actor, fields, _meaning in rows((DOCS / "events.md").read_text("utf-8"), "kind"):
        names = [name.strip() for name in fields.split(",") if name.strip()]
        always = {name for name in names if name.isidentifier()}
        found[kind.strip("`")] = (always, {name[:-1] for name in names if name.endswith("?")}, "…" in names)
    return found


def written() -> Iterator[tuple[str, set[str], bool, str]]:
    """Where the grader writes an event: kind, fields, whether these are all, place."""
    for path in sorted((ROOT / "grader").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            place = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
            match node:
                case ast.Call(func=ast.Attribute(attr="record"), args=[_, ast.Constant(value=str(kind))]):
                    names = {word.arg for word in node.keywords if word.arg}
                    yield kind, names, all(word.arg for word in node.keywords), place
                case ast.Yield(value=ast.Tuple(elts=[ast.Constant(value=str(kind)), ast.Dict(keys=keys)])):
                    names = {key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}
                    yield kind, names, True, place


def test_every_kind_of_event_is_listed_with_its_fields() -> None:
    known = listed()
    assert set(known) == {kind for kind, *_rest in written()}
    for kind, fields, complete, place in written():
        always, maybe, more = known[kind]
        assert more or fields <= always | maybe, f"{place}: {kind} {fields}"
        if complete:
            assert always <= fields, f"{place}: {kind} {fields}"


#: Submissions whose transcripts show most kinds: of exercise and mutant, "" for the reference solution.
PLAYED = [
    ("03_udp_chat", ""),
    ("03_udp_chat", "server_deadlock"),
    ("03_udp_chat", "server_port_8080"),
    ("03_udp_chat", "client_never_receives"),
    ("05_socketserver", ""),
]


@pytest.mark.parametrize(("exercise", "name"), PLAYED)
def test_the_events_of_a_real_grading_are_as_listed(
    exercise: str, name: str, workshop: Workshop, tmp_path: Path
) -> None:
    folder = mutant(exercise, name, tmp_path).folder if name else ROOT / "solutions" / exercise
    known = listed()
    events = [event for run in grade(workshop, exercise, folder).runs for event in run.transcript]
    assert {"step", "waited", "started", "printed"} <= {event.kind for event in events}
    for event in events:
        always, maybe, more = known[event.kind]
        assert always <= set(event.fields), event
        assert more or set(event.fields) <= always | maybe, event


def test_every_field_of_a_result_is_described(workshop: Workshop, tmp_path: Path) -> None:
    folder = mutant("03_udp_chat", "server_deadlock", tmp_path).folder
    plain = grade(workshop, "03_udp_chat", folder).to_json()
    run, check = plain["runs"][0], next(check for check in plain["checks"] if check["findings"])
    page = (DOCS / "events.md").read_text("utf-8").partition("## Result")[2]
    described = set(re.findall(r"`(\w+)`", page))
    for part in (plain, run, check, check["findings"][0], check["looks"][0], run["ends"][0]):
        assert sorted(set(part) - described) == []


# --- findings -----------------------------------------------------------------------------------


def table_of_codes() -> str:
    """The tables of docs/findings.md: one for each module of codes, headed by what its docstring says."""
    parts = []
    for info in pkgutil.iter_modules(codes.__path__):
        module = importlib.import_module(f"{codes.__name__}.{info.name}")
        own = {
            name: code
            for table in vars(module).values()
            if isinstance(table, dict)
            for name, code in table.items()
            if isinstance(code, codes.Code)
        }
        if own:
            head = (module.__doc__ or "").removeprefix("Codes for ").rstrip(".\n")
            lines = [f"| `{name}` | {code.title} | {code.severity} |" for name, code in own.items()]
            title = f"## {head[0].upper()}{head[1:]}"
            parts.append("\n".join([title, "", "| code | meaning | severity |", "|---|---|---|", *lines]))
    return "\n\n".join(parts)


def test_every_finding_is_listed(request: pytest.FixtureRequest) -> None:
    path = DOCS / "findings.md"
    begin, end = "<!-- codes -->\n", "<!-- end of codes -->"
    page = path.read_text("utf-8")
    wanted = f"\n{table_of_codes()}\n\n"
    if request.config.getoption("--rerecord", default=False):
        page = page.replace(begin + between(page, begin, end) + end, begin + wanted + end)
        path.write_text(page, "utf-8")
    assert between(page, begin, end) == wanted
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == set(codes.TABLE)


# --- the language -------------------------------------------------------------------------------


def shapes() -> Iterator[Shape]:
    """Every class that can be written in an exercise's actors, steps and facts."""
    for union in (Actor, Step):
        form = form_of(union)
        assert isinstance(form, Alternatives)
        yield from map(shape_of, form.classes)
    yield from map(shape_of, (Message, Payload, Source, ClassSign))


def test_every_word_of_the_language_is_explained() -> None:
    page = (DOCS / "writing-exercises.md").read_text("utf-8")
    prose = re.sub(r"```.*?```", "", page, flags=re.DOTALL)
    known = {word for quoted in re.findall(r"`([^`]+)`", prose) for word in re.findall(r"\w+", quoted)}
    words = {shape.word for shape in shapes() if shape.cls.__name__ not in ("Message", "Payload")}
    words |= {key.name for shape in shapes() for key in shape.written()}
    assert sorted(words - known) == []
    assert sorted(set(KINDS) - known) == []


def test_the_exercise_in_the_guide_can_be_read(tmp_path: Path) -> None:
    page = (DOCS / "writing-exercises.md").read_text("utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    files = [block for block in blocks if "schema: grader/exercise/v1" in block]
    public = next(block for block in files if "files:" in block)
    name = yaml.safe_load(public)["id"]
    course = {"schema": "grader/course/v1", "id": "guide", "title": {"en": "Guide", "zh": "指南"}, "exercises": [name]}
    (tmp_path / "exercises" / name).mkdir(parents=True)
    (tmp_path / "hidden").mkdir()
    (tmp_path / "exercises.yaml").write_text(yaml.safe_dump(course, allow_unicode=True), "utf-8")
    (tmp_path / "exercises" / name / "exercise.yaml").write_text(public, "utf-8")
    for block in files:
        if block is not public:
            (tmp_path / "hidden" / f"{name}.yaml").write_text(block, "utf-8")
    _course, exercises = load_all(tmp_path, hidden=tmp_path / "hidden")
    assert exercises[name].has_hidden


# --- README -------------------------------------------------------------------------------------


def test_the_readme_says_how_to_begin() -> None:
    for page in ("README.md", "README.zh.md"):
        text = (ROOT / page).read_text("utf-8")
        for command in ("make check EX=03_udp_chat", "make test", "pip install .", "uvx --from . grader list"):
            assert command in text, (page, command)


def test_the_readme_lists_every_command_and_option() -> None:
    text = README.read_text("utf-8")
    commands = next(action for action in parser()._actions if action.dest == "command").choices
    assert isinstance(commands, dict)
    for name, command in commands.items():
        assert f"`grader {name}" in text, name
        for action in command._actions:
            for option in action.option_strings:
                assert option == "-h" or option == "--help" or option in text, option


def public_report(result: Result) -> str:
    """The report as it is without hidden checks."""
    checks = tuple(check for check in result.checks if check.visibility == "public")
    public = replace(
        result,
        checks=checks,
        score=sum(check.score for check in checks),
        max_score=sum(check.points for check in checks if not check.bonus),
        submission={"path": "/tmp/mine"},
    )
    messages.set_language("en")
    return render(redact(public), width=80, color=False, unicode=True, verbose=0)


def test_the_report_in_the_readme_is_a_real_one(
    request: pytest.FixtureRequest, workshop: Workshop, tmp_path: Path
) -> None:
    wrong = mutant("03_udp_chat", "server_first_client_forever", tmp_path)
    report = public_report(grade(workshop, "03_udp_chat", wrong.folder, seed=7))
    page = README.read_text("utf-8")
    begin, end = "```text\n", "```"
    if request.config.getoption("--rerecord", default=False):
        page = page.replace(begin + between(page, begin, end), begin + report)
        README.write_text(page, "utf-8")
    assert between(page, begin, end) == report


# --- all pages ----------------------------------------------------------------------------------

_LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
_QUOTED = re.compile(r"`(?!grader/\w+/v1)([\w.*/-]+)`")
#: Words in capitals stand for a name: exercises/ID, tests/mutants/ID/NAME.
_PLACEHOLDER = re.compile(r"[A-Z]+(\.\w+)?")


def exists(path: Path) -> bool:
    """Whether a path is there, as far as it is said."""
    parts = path.relative_to(ROOT).parts
    for at, part in enumerate(parts):
        if _PLACEHOLDER.fullmatch(part):
            return ROOT.joinpath(*parts[:at]).exists()
    return any(ROOT.glob("/".join(parts)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_no_path_that_is_not_there(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    folders = {entry.name for entry in ROOT.iterdir() if entry.is_dir()} - {".venv", "work"}
    for target in _LINK.findall(text):
        assert "://" in target or (page.parent / target).exists(), target
    for quoted in _QUOTED.findall(text):
        top = quoted.partition("/")[0]
        if "/" in quoted and top in folders:
            assert exists(ROOT / quoted), quoted


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_no_module_that_is_not_there(page: Path) -> None:
    for dotted in re.findall(r"`(grader(?:\.\w+)+)`", page.read_text("utf-8")):
        path = ROOT / dotted.replace(".", "/")
        assert path.is_dir() or path.with_suffix(".py").is_file(), dotted
