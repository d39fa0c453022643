"""Links between programs: what they become, what is wrong with them, who takes part in a run."""

from __future__ import annotations

import pytest
import yaml
from jsonschema import Draft202012Validator

from grader.catalog import Exercise, Link, Program, actors_of, bind
from grader.catalog.schema import schema_of
from grader.errors import Place

from .conftest import EXERCISE, Desk, changed

FILE = "exercises/01_echo/exercise.yaml"
LINKED = EXERCISE.replace(
    "  client: {program: client.py}\n",
    "  client: {program: client.py}\n  line: {link: server, reorders: true, loses: 0.2}\n"
    "  plain: {link: server}\n  ann: {program: client.py, behind: line}\n",
).replace(
    "- start: client\n",
    "- start: client\n      - start: ann\n",
)

ROWS = [
    pytest.param(
        "{link: server, re", "{link: «client, re", "`client` does not listen on UDP", "9090/udp", id="deaf server"
    ),
    pytest.param(
        "{program: server.py, listens: 9090/udp}\n  client",
        "{program: server.py, listens: 9090/udp}\n  any: {program: server.py, listens: any/udp}\n"
        "  other: {link: «any}\n  client",
        "`any` listens on any port",
        "`listens: 9090/udp`",
        id="any port",
    ),
    pytest.param(
        "plain: {link: server}",
        "plain: {link: «fake}",
        "`link` must name a program, but `fake` is a fake UDP server",
        "",
        id="link to a peer",
    ),
    pytest.param("plain: {link: server}", "plain: {link: «sever}", "no actor `sever`", "`server`", id="link to nobody"),
    pytest.param("behind: line}", "behind: «lane}", "no actor `lane`", "`line`", id="behind nothing"),
    pytest.param(
        "behind: line}",
        "behind: «server}",
        "`behind` must name a link, but `server` is a program",
        "line",
        id="behind a program",
    ),
    pytest.param(
        "behind: line}",
        "behind: line, listens: «9091/udp}",
        "nobody reaches a program behind a link",
        "remove",
        id="behind a link and listens",
    ),
    pytest.param(
        "plain: {link: server}", "plain: {link: server, loses: «1.5}", "from 0 to 1", "", id="loses more than all"
    ),
    pytest.param(
        "plain: {link: server}", "plain: {link: server, duplicates: «-0.1}", "from 0 to 1", "", id="less than none"
    ),
    pytest.param(
        "plain: {link: server}", "plain: {link: server, reorders: «often}", "`reorders`", "", id="reorders often"
    ),
    pytest.param(
        "plain: {link: server}", "plain: {link: server, «looses: 0.5}", "no key `looses`", "`loses`", id="unknown fault"
    ),
    pytest.param(
        "- start: ann\n", "- start: «line\n", "must name a program, but `line` is a link", "", id="starts a link"
    ),
    pytest.param(
        "- start: ann\n",
        "- start: ann\n      - nothing: {at: «line, for: prints}\n",
        "but `line` is a link",
        "",
        id="looks at a link",
    ),
]


@pytest.fixture
def linked(desk: Desk) -> Exercise:
    desk.write(exercise=LINKED)
    return desk.load()[1]


@pytest.mark.parametrize(("old", "new", "message", "remedy"), ROWS)
def test_a_mistake_is_named_where_it_is(desk: Desk, old: str, new: str, message: str, remedy: str) -> None:
    text, places = changed(LINKED, old, new)
    desk.write(exercise=text)
    [problem] = desk.problems()
    assert str(problem.place) == f"{FILE}:{places[0]}"
    assert message in problem.message
    assert remedy in problem.remedy


def test_what_a_link_becomes(linked: Exercise) -> None:
    assert linked.actors["line"] == Link("line", Place(FILE, 8, 3), "server", reorders=True, loses=0.2)
    plain = linked.actors["plain"]
    assert isinstance(plain, Link)
    assert (plain.reorders, plain.delays, plain.loses, plain.duplicates) == (False, False, 0, 0)
    ann = linked.actors["ann"]
    assert isinstance(ann, Program)
    assert ann.behind == "line"


def test_a_link_takes_part_with_what_is_behind_it(linked: Exercise) -> None:
    assert actors_of(linked, linked.runs["client_alone"]) == ("client", "line", "ann", "fake")
    assert actors_of(linked, linked.runs["one_round"]) == ("server", "alice", "bob")


def test_its_port_is_a_value(desk: Desk) -> None:
    desk.write(exercise=LINKED.replace('text: "{a}"}\n', 'text: "{plain.port}"}\n'))
    exercise = desk.load()[1]
    run = exercise.runs["one_round"]
    assert "plain" in actors_of(exercise, run)
    script = bind(exercise, run, 1, {"alice": 40001, "bob": 40002, "plain": 9090})
    assert script.values["plain.port"] == 9090


def test_the_schema_knows_links() -> None:
    schema = schema_of("exercise")
    assert not list(Draft202012Validator(schema).iter_errors(yaml.safe_load(LINKED)))
    wrong = yaml.safe_load(LINKED.replace("loses: 0.2", "loses: 2"))
    assert list(Draft202012Validator(schema).iter_errors(wrong))
