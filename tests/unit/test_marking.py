"""From the outcomes of runs to verdicts and points: the worst counts, `requires`, bonus, whose fault it was."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from grader.catalog.model import Check, Exercise, Run
from grader.errors import Blame, Place
from grader.outcome import CheckResult, Finding, Result, RunRecord, Transcript, Verdict
from grader.plugin.marking import Circumstances, mark
from grader.plugin.outcomes import RunOutcome, not_played

NOWHERE = Place("exercise.yaml")
PASSED, FAILED, SKIPPED, ERROR = Verdict.PASSED, Verdict.FAILED, Verdict.SKIPPED, Verdict.ERROR


def exercise(**checks: Mapping[str, Any]) -> Exercise:
    """An exercise with checks of a point each, unless they say otherwise."""
    made = {
        name: Check(id=name, place=NOWHERE, title={"en": name, "zh": name}, **{"points": 1.0, **more})
        for name, more in checks.items()
    }
    return Exercise("01_x", Path(), {"en": "X", "zh": "X"}, ("server.py",), {}, made, {})


def run(*looks: tuple[str, bool | None] | tuple[str, bool | None, str]) -> RunOutcome:
    """A run whose looks came out like this; every failed check has a finding."""
    findings = [(look[0], Finding("not_printed")) for look in looks if look[1] is False]
    return RunOutcome(
        "01_x",
        "work",
        0,
        RunRecord("a_run", {}, 0.1, Transcript()),
        tuple(
            (look[0], step, look[1], None if look[1] is None else "seen", look[2] if len(look) > 2 else None)
            for step, look in enumerate(looks)
        ),
        tuple(findings),
        {"features": ["netns"], "missing": {"pidns": "no"}},
    )


def marked(course: Exercise, *runs: RunOutcome, errors: tuple[Mapping[str, str], ...] = ()) -> Result:
    circumstances = Circumstances(7, 0.5, "none", "none", {"id": "c"}, {"path": "work"}, errors)
    return mark(course, runs, course.checks, circumstances)


def by_id(result: Result) -> dict[str, CheckResult]:
    return {check.id: check for check in result.checks}


def verdicts(result: Result) -> list[Verdict]:
    return [check.verdict for check in result.checks]


# --- one check ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mets", "verdict"),
    [
        ([True], PASSED),
        ([True, True], PASSED),
        ([True, False], FAILED),
        ([False, None], FAILED),
        ([None], SKIPPED),
        ([True, None], SKIPPED),
    ],
)
def test_a_check_is_as_good_as_its_worst_look(mets: list[bool | None], verdict: Verdict) -> None:
    result = marked(exercise(a={}), run(*(("a", met) for met in mets)))
    assert verdicts(result) == [verdict]


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        (True, True, PASSED),
        (True, False, FAILED),
        (False, True, FAILED),
        (True, None, SKIPPED),
        (None, False, FAILED),
    ],
)
def test_a_check_of_several_runs_has_the_worst_verdict_of_all(
    first: bool | None, second: bool | None, verdict: Verdict
) -> None:
    result = marked(exercise(a={}), run(("a", first)), run(("a", second)))
    assert verdicts(result) == [verdict]


def test_a_run_that_says_nothing_of_a_check_does_not_matter_to_it() -> None:
    result = marked(exercise(a={}, b={}), run(("a", True)), run(("b", False)))
    assert verdicts(result) == [PASSED, FAILED]


def test_a_check_gets_all_of_its_points_or_none() -> None:
    result = marked(exercise(a={"points": 2.5}, b={"points": 4}), run(("a", True), ("b", True), ("b", False)))
    assert [check.score for check in result.checks] == [2.5, 0]
    assert (result.score, result.max_score) == (2.5, 6.5)


def test_looks_and_findings_say_which_run_they_are_of() -> None:
    result = marked(exercise(a={}, b={}), run(("b", True)), run(("a", True), ("a", False)))
    check = by_id(result)["a"]
    assert [(look.run, look.step, look.met) for look in check.looks] == [(1, 0, True), (1, 1, False)]
    assert [finding.run for finding in check.findings] == [1]


def test_a_check_shows_what_the_course_says_of_it() -> None:
    course = exercise(a={"hidden": True, "show": "none", "hints": ({"en": "h", "zh": "h"},), "bonus": True})
    check = by_id(marked(course, run(("a", False))))["a"]
    assert (check.visibility, check.show, check.bonus, check.hints) == (
        "hidden",
        "none",
        True,
        ({"en": "h", "zh": "h"},),
    )


# --- not reached ----------------------------------------------------------------------------------


def test_unplayed_looks_without_a_failed_one_are_not_reached_because_of_the_check_that_failed() -> None:
    check = by_id(marked(exercise(a={}, b={}), run(("a", False), ("b", True), ("b", None))))["b"]
    assert (check.verdict, check.reason, check.because, check.score) == (SKIPPED, "not_reached", ("a",), 0)


def test_a_look_that_was_not_charged_names_the_check_that_made_it_impossible() -> None:
    check = by_id(marked(exercise(a={}, b={}), run(("a", False), ("b", None, "a"))))["b"]
    assert (check.verdict, check.reason, check.because) == (SKIPPED, "not_reached", ("a",))


def test_a_check_that_failed_elsewhere_is_not_excused_by_what_it_did_not_reach() -> None:
    check = by_id(marked(exercise(a={}, b={}), run(("a", False), ("b", None)), run(("b", False))))["b"]
    assert (check.verdict, check.reason, check.because) == (FAILED, None, ())


def test_only_the_failures_of_its_own_run_keep_a_check_from_being_reached() -> None:
    course = exercise(a={}, b={}, c={})
    check = by_id(marked(course, run(("a", False), ("b", None)), run(("c", False))))["b"]
    assert check.because == ("a",)


# --- requires -------------------------------------------------------------------------------------


@pytest.mark.parametrize("met", [False, None])
def test_a_pass_does_not_count_while_a_required_check_has_not_passed(met: bool | None) -> None:
    check = by_id(marked(exercise(a={}, b={"requires": ("a",)}), run(("a", met), ("b", True))))["b"]
    assert (check.verdict, check.reason, check.because, check.score) == (SKIPPED, "requires", ("a",), 0)


def test_a_pass_counts_when_all_required_checks_have_passed() -> None:
    result = marked(exercise(a={}, b={}, c={"requires": ("a", "b")}), run(("a", True), ("b", True), ("c", True)))
    assert verdicts(result) == [PASSED, PASSED, PASSED]


def test_a_failed_check_stays_failed() -> None:
    check = by_id(marked(exercise(a={}, b={"requires": ("a",)}), run(("a", False), ("b", False))))["b"]
    assert (check.verdict, check.reason, check.because) == (FAILED, None, ())
    assert check.findings


def test_requires_goes_from_check_to_check() -> None:
    course = exercise(c={"requires": ("b",)}, b={"requires": ("a",)}, a={})
    checks = by_id(marked(course, run(("a", False), ("b", True), ("c", True))))
    assert (checks["b"].reason, checks["b"].because) == ("requires", ("a",))
    assert (checks["c"].reason, checks["c"].because) == ("requires", ("b",))


def test_only_the_required_checks_that_have_not_passed_are_named() -> None:
    course = exercise(a={}, b={}, c={"requires": ("a", "b")})
    assert by_id(marked(course, run(("a", True), ("b", False), ("c", True))))["c"].because == ("b",)


def test_a_failed_required_check_costs_only_the_points_of_both() -> None:
    course = exercise(a={"points": 1}, b={"points": 2, "requires": ("a",)}, c={"points": 4})
    result = marked(course, run(("a", False), ("b", True), ("c", True)))
    assert (result.score, result.max_score) == (4, 7)


def test_a_check_may_require_a_bonus() -> None:
    course = exercise(a={"bonus": True}, b={"requires": ("a",)})
    result = marked(course, run(("a", False), ("b", True)))
    assert by_id(result)["b"].reason == "requires"
    assert result.verdict is FAILED


# --- the whole ------------------------------------------------------------------------------------


def test_the_whole_passes_when_every_scored_check_does() -> None:
    assert marked(exercise(a={}, b={}), run(("a", True), ("b", True))).verdict is PASSED


@pytest.mark.parametrize("met", [False, None])
def test_the_whole_fails_when_a_scored_check_did_not_pass(met: bool | None) -> None:
    assert marked(exercise(a={}, b={}), run(("a", True), ("b", met))).verdict is FAILED


@pytest.mark.parametrize("met", [False, None])
def test_a_bonus_never_makes_the_whole_fail(met: bool | None) -> None:
    result = marked(exercise(a={}, b={"bonus": True}), run(("a", True), ("b", met)))
    assert result.verdict is PASSED
    assert (result.score, result.max_score) == (1, 1)


def test_a_bonus_adds_beyond_the_highest_score() -> None:
    result = marked(exercise(a={}, b={"bonus": True, "points": 3}), run(("a", True), ("b", True)))
    assert (result.score, result.max_score) == (4, 1)


def test_a_bonus_makes_up_for_no_failure() -> None:
    result = marked(exercise(a={}, b={"bonus": True, "points": 3}), run(("a", False), ("b", True)))
    assert result.verdict is FAILED


def test_only_the_checks_that_were_asked_for_are_marked() -> None:
    course = exercise(a={}, b={})
    circumstances = Circumstances(7, 0.5, "none", "none", {}, {})
    result = mark(course, [run(("a", True), ("b", False))], ["a"], circumstances)
    assert (verdicts(result), result.max_score, result.verdict) == ([PASSED], 1, PASSED)


# --- whose fault ----------------------------------------------------------------------------------


def test_a_fault_of_the_grader_makes_every_check_an_error_and_no_failure() -> None:
    fault = {"blame": str(Blame.GRADER), "message": "the broker has died"}
    result = marked(exercise(a={}, b={}), run(("a", True), ("b", False)), errors=(fault,))
    assert result.verdict is ERROR
    assert verdicts(result) == [ERROR, ERROR]
    assert result.score == 0
    assert result.errors == (fault,)


def test_a_check_that_no_run_told_of_is_an_error_and_no_failure() -> None:
    result = marked(exercise(a={}, b={}), run(("a", True)))
    assert verdicts(result) == [PASSED, ERROR]
    assert result.verdict is ERROR


def test_a_bonus_that_no_run_told_of_does_not_make_the_whole_an_error() -> None:
    result = marked(exercise(a={}, b={"bonus": True}), run(("a", True)))
    assert verdicts(result) == [PASSED, ERROR]
    assert result.verdict is PASSED


def test_what_nothing_was_played_for_is_an_error() -> None:
    result = marked(exercise(a={}))
    assert (result.verdict, result.isolation["features"]) == (ERROR, [])


def test_the_result_says_how_the_submission_was_held() -> None:
    result = marked(exercise(a={}), run(("a", True)))
    assert result.isolation == {"tier": "none", "features": ["netns"], "missing": ["pidns"]}
    assert [record.id for record in result.runs] == ["a_run"]


def test_an_outcome_survives_the_trip_from_a_worker() -> None:
    outcome = run(("a", True), ("b", False), ("c", None, "b"))
    assert RunOutcome.from_plain(outcome.to_plain()) == outcome


# --- a run that this machine cannot play ----------------------------------------------------------


def not_supported(*checks: str) -> RunOutcome:
    played = Run("a_run", NOWHERE, (), hidden=True)
    return not_played("01_x", "work", 0, played, checks, {"features": [], "missing": {"netns": "no"}})


def test_what_could_not_be_played_is_skipped_alone() -> None:
    result = marked(exercise(a={}, b={}), run(("a", True)), not_supported("b"))
    assert verdicts(result) == [PASSED, SKIPPED]
    assert by_id(result)["b"].reason == "unsupported"
    assert result.verdict is ERROR, "nobody can say whether the submission is right"
    assert result.score == 1


def test_a_bonus_that_could_not_be_played_does_not_matter() -> None:
    result = marked(exercise(a={}, b={"bonus": True}), run(("a", True)), not_supported("b"))
    assert result.verdict is PASSED


def test_a_failure_in_another_run_is_one() -> None:
    result = marked(exercise(a={}), run(("a", False)), not_supported("a"))
    assert verdicts(result) == [FAILED]


def test_such_a_run_travels_as_any_other() -> None:
    outcome = not_supported("a", "b")
    assert RunOutcome.from_plain(outcome.to_plain()) == outcome
