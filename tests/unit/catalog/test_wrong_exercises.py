"""Every mistake in an exercise is reported at its exact place, says what was expected, and what to do.

In each row of `mistakes` a `«` marks where the problem is; the mark is taken out before the file is read.
"""

from __future__ import annotations

import re

import pytest

from grader.errors import Problem

from .conftest import EXERCISE, HIDDEN, Desk, changed
from .mistakes import ACTORS, CHECKS, RUNS
from .mistakes_in_steps import STEPS


@pytest.mark.parametrize(("old", "new", "message", "remedy"), ACTORS + CHECKS + STEPS + RUNS)
def test_a_mistake_is_named_where_it_is(desk: Desk, old: str, new: str, message: str, remedy: str) -> None:
    text, places = changed(EXERCISE, old, new)
    desk.write(exercise=text)
    [problem] = desk.problems()
    assert str(problem.place) == f"exercises/01_echo/exercise.yaml:{places[0]}"
    assert message in problem.message
    assert remedy in problem.remedy


def shown(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(f"{each.place.line}:{each.place.column}", each.message) for each in problems]


def test_all_mistakes_come_at_once_in_the_order_of_the_file(desk: Desk) -> None:
    text, _places = changed(EXERCISE, "listens: 9090/udp", "listens: «9090")
    text = text.replace("points: 3", "points: 0").replace("- start: client", "- start: cleint")
    desk.write(exercise=text)
    problems = desk.problems()
    assert [each.place.line for each in problems] == sorted(each.place.line for each in problems)
    assert [re.sub(r"[;,] .*", "", each.message) for each in problems] == [
        "`listens` must be PORT/udp",
        "`points` must be a number above 0",
        "there is no actor `cleint`",
    ]


def test_two_keys_of_one_step_that_do_not_fit_are_two_problems(desk: Desk) -> None:
    text, places = changed(EXERCISE, "- type: {into: client, line", "- «type: {into: client, «lien")
    desk.write(exercise=text)
    assert shown(desk.problems()) == [
        (places[0], "`type` needs the key `line`"),
        (places[1], "`type` has no key `lien`"),
    ]


def test_a_step_before_the_start_of_its_program(desk: Desk) -> None:
    text, places = changed(
        EXERCISE,
        '      - start: server\n      - send: {from: alice, text: "{a}"}',
        '      - «send: {from: alice, text: "{a}"}',
    )
    desk.write(exercise=text)
    assert shown(desk.problems()) == [(places[0], "nothing has started `server` before this step")]


def test_checks_that_require_each_other(desk: Desk) -> None:
    text, places = changed(EXERCISE, "  answers: {points: 2,", "  «answers: {points: 2, requires: others_hear_nothing,")
    desk.write(exercise=text)
    assert shown(desk.problems()) == [(places[0], "checks require each other: answers → others_hear_nothing → answers")]


@pytest.mark.parametrize(
    "step", ["nothing: {at: bob, for: others_hear_nothing}", "ends: {program: server, for: others_hear_nothing}"]
)
def test_a_check_that_an_empty_program_would_pass(desk: Desk, step: str) -> None:
    text, places = changed(EXERCISE, "  others_hear_nothing:\n", "  «others_hear_nothing:\n")
    text = text.replace("    requires: [answers]\n", "").replace("nothing: {at: bob, for: others_hear_nothing}", step)
    desk.write(exercise=text)
    [problem] = desk.problems()
    assert f"{problem.place.line}:{problem.place.column}" == places[0]
    assert "an empty program would pass `others_hear_nothing`" in problem.message
    assert "`requires`" in problem.remedy


def test_repetitions_within_repetitions_have_an_end(desk: Desk) -> None:
    inner = "{repeat: {times: 1000, steps: [{type: {into: client, line: hello}}]}}"
    text, places = changed(
        EXERCISE,
        "steps:\n      - start: client",
        f"steps:\n      «- start: client\n      - repeat: {{times: 1000, steps: [{inner}]}}",
    )
    desk.write(exercise=text)
    [problem] = desk.problems()
    assert f"{problem.place.line}:{problem.place.column}" == places[0]
    assert "more than 10000 steps" in problem.message


def test_a_drawn_number_counts_as_the_highest_that_it_can_be(desk: Desk) -> None:
    steps = "{repeat: {times: '{n}', steps: [{repeat: {times: 200, steps: [{type: {into: client, line: hello}}]}}]}}"
    text = EXERCISE.replace("vary: {x: word}", "vary: {x: word, n: number 1..100}")
    desk.write(exercise=text.replace("- start: client", f"- start: client\n      - {steps}"))
    assert "more than 10000 steps" in desk.problems()[0].message
    desk.write(exercise=text.replace("- start: client", f"- start: client\n      - {steps}").replace("1..100", "1..40"))
    desk.load()


def test_a_mistake_in_a_step_is_not_reported_as_an_uncounted_check_too(desk: Desk) -> None:
    desk.write(exercise=EXERCISE.replace("- expect: {at: client", "- expct: {at: client"))
    assert [each.message for each in desk.problems()] == ["`expct` is not known here"]


def test_an_actor_that_cannot_be_read_is_reported_once(desk: Desk) -> None:
    desk.write(exercise=EXERCISE.replace("server: {program: server.py, listens", "server: {program: server.py, lisens"))
    assert [each.message for each in desk.problems()] == ["`program` has no key `lisens`"]


@pytest.mark.parametrize("table", ["actors", "checks", "runs"])
@pytest.mark.parametrize("value", ["[]", "{}", "text", "12"])
def test_a_table_must_be_a_mapping(desk: Desk, table: str, value: str) -> None:
    text = re.sub(rf"^{table}:\n(  .*\n)+", f"{table}: {value}\n", EXERCISE, flags=re.MULTILINE)
    desk.write(exercise=text)
    assert any(each.message.startswith(f"`{table}` must be a mapping of names") for each in desk.problems())


HIDDEN_ROWS = [
    pytest.param(
        "for: many",
        "for: «answers",
        "counts for hidden checks only, and `answers` is public",
        "possible: many",
        id="public check",
    ),
    pytest.param("for: many", "for: «mny", "no check `mny`", "`many`", id="unknown check"),
    pytest.param(
        "  carol: {udp_client: server}",
        "  «alice: {udp_client: server}\n  carol: {udp_client: server}",
        "`alice` is declared in exercise.yaml already",
        "another name",
        id="actor again",
    ),
    pytest.param(
        "  many: {",
        "  «prints: {points: 2, title: {en: x, zh: y}}\n  many: {",
        "`prints` is declared in exercise.yaml already",
        "",
        id="check again",
    ),
    pytest.param(
        "  rounds:\n",
        "  «one_round: {steps: [{start: server}]}\n  rounds:\n",
        "`one_round` is declared in exercise.yaml already",
        "",
        id="run again",
    ),
    pytest.param("actors:\n", "«title: {en: x, zh: y}\nactors:\n", "no key `title`", "", id="title"),
    pytest.param("id: 01_echo", "id: «01_ecco", "the `id` is not the name", "01_echo", id="other id"),
    pytest.param(
        "  many: {",
        "  «more: {points: 2, title: {en: x, zh: y}}\n  many: {",
        "no step counts for the check `more`",
        "",
        id="check without look",
    ),
    pytest.param(
        "{points: 2, title: {en: Many rounds, zh: 多轮}}",
        "{points: 2, requires: [«answer], title: {en: x, zh: y}}",
        "no check `answer`",
        "`answers`",
        id="requires unknown",
    ),
]


@pytest.mark.parametrize(("old", "new", "message", "remedy"), HIDDEN_ROWS)
def test_a_mistake_in_the_hidden_file(desk: Desk, old: str, new: str, message: str, remedy: str) -> None:
    text, places = changed(HIDDEN, old, new)
    desk.write(hidden=text)
    [problem] = desk.problems()
    assert str(problem.place) == f"tests/hidden/01_echo.yaml:{places[0]}"
    assert message in problem.message
    assert remedy in problem.remedy


def test_the_public_file_cannot_lean_on_the_hidden_one(desk: Desk) -> None:
    desk.write(
        exercise=EXERCISE.replace("requires: [answers]", "requires: [many]").replace("at: bob", "at: carol"),
        hidden=HIDDEN,
    )
    assert [each.message for each in desk.problems()] == ["there is no check `many`", "there is no actor `carol`"]


def test_problems_of_both_files_come_together(desk: Desk) -> None:
    desk.write(exercise=EXERCISE.replace("points: 3", "points: 0"), hidden=HIDDEN.replace("points: 2", "points: 0"))
    assert [each.place.file for each in desk.problems()] == [
        "exercises/01_echo/exercise.yaml",
        "tests/hidden/01_echo.yaml",
    ]
