"""Secrets of hidden checks are gone before anything is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from grader.outcome import CheckResult, Event, Finding, LookResult, Result, RunRecord, Transcript, Verdict
from grader.report.json import result_to_json
from grader.report.redact import redact, reveal
from grader.report.text import render

Samples = dict[str, Callable[[], Result]]

SECRET = "kein_wort_davon"  # as in conftest.py: it stands wherever a secret can stand


def hidden(name: str, show: str, *findings: Finding, looks: tuple[LookResult, ...] = ()) -> CheckResult:
    return CheckResult(
        id=name,
        title={"en": name},
        visibility="hidden",
        bonus=False,
        points=1.0,
        score=0.0,
        verdict=Verdict.FAILED,
        looks=looks,
        hints=({"en": "a hint"},),
        findings=findings,
        show=show,
    )


def look(run: int) -> LookResult:
    return LookResult(run, 3, False, "settled")


def hidden_run() -> RunRecord:
    events = [
        Event(0.0, "", "step", {"step": 0, "verb": "expect", "line": 7, "what": "expect ANSWER"}),
        Event(0.1, "server", "printed", {"data": b"PRINTED"}),
    ]
    return RunRecord(
        "run_name",
        {"x": "VALUE"},
        0.1,
        Transcript(events),
        visibility="hidden",
        case={"stock": "CASE"},
        ends=({"actor": "server", "how": "exited"},),
        blocked=({"actor": "server", "call": "BLOCKED"},),
    )


def test_nothing_of_a_secret_check_survives(samples: Samples) -> None:
    result = samples["hidden_failed"]()
    assert SECRET in result_to_json(reveal(result)), "or this test would prove nothing"
    shown = redact(result)
    assert SECRET not in result_to_json(shown)
    for verbose in (-1, 0, 1):
        assert SECRET not in render(shown, width=80, color=False, unicode=True, verbose=verbose)
    check = shown.checks[-1]
    assert (check.title, check.points, check.verdict) == (result.checks[-1].title, 2, Verdict.FAILED)


def test_actual_shows_what_happened_but_not_what_should_have(samples: Samples) -> None:
    finding = Finding(
        "answer_to_wrong_client",
        {"actor": "a", "program": "server.py", "expected_at": "EXPECTED", "got_at": "GOT", "expected": "EXPECTED"},
        run=0,
        event=1,
        expected="EXPECTED",
        actual="ACTUAL",
        message="rendered with EXPECTED",
        hint="rendered with EXPECTED",
    )
    missing = Finding("missing_key", {"key": "EXPECTED", "actual": "ACTUAL"}, run=0)
    port = Finding("wrong_port", {"port": 1, "wanted": "EXPECTED"}, run=0)
    check = hidden("c", "actual", finding, missing, port, looks=(look(0),))
    shown = redact(replace(samples["all_pass"](), checks=(check,), runs=(hidden_run(),)))
    text = result_to_json(shown)
    for secret in ("EXPECTED", "ANSWER", "VALUE", "CASE"):
        assert secret not in text
    for fact in ("ACTUAL", "GOT", "PRINTED", "BLOCKED", "run_name"):
        assert fact in text
    assert '"message": "An answer went to the wrong client"' in text
    assert shown.runs[0].transcript[0].fields == {"step": 0, "verb": "expect"}


def test_full_shows_everything(samples: Samples) -> None:
    check = hidden("c", "full", Finding("not_printed", {"expected": "EXPECTED"}, run=0), looks=(look(0),))
    result = replace(samples["all_pass"](), checks=(check,), runs=(hidden_run(),))
    assert redact(result) == result


def test_the_most_secretive_check_of_a_run_decides(samples: Samples) -> None:
    checks = (hidden("open", "full", looks=(look(0), look(1))), hidden("secret", "none", looks=(look(1),)))
    shown = redact(replace(samples["all_pass"](), checks=checks, runs=(hidden_run(), hidden_run())))
    assert shown.runs[0] == hidden_run()
    assert shown.runs[1].transcript == []
    assert shown.runs[1].id == ""


@pytest.mark.parametrize("show", ["none", "everything please"])
def test_a_check_without_looks_may_have_looked_anywhere(samples: Samples, show: str) -> None:
    """Better too little is shown than too much; an unknown level is taken for none."""
    checks = (hidden("open", "full", looks=(look(0),)), hidden("secret", show))
    shown = redact(replace(samples["all_pass"](), checks=checks, runs=(hidden_run(),)))
    assert shown.runs[0].transcript == []


def test_a_run_that_nobody_looks_at_is_secret(samples: Samples) -> None:
    shown = redact(replace(samples["all_pass"](), runs=(hidden_run(),)))
    assert shown.runs[0].transcript == []


def test_events_keep_their_numbers(samples: Samples) -> None:
    check = hidden("c", "actual", looks=(look(0),))
    shown = redact(replace(samples["all_pass"](), checks=(check,), runs=(hidden_run(),)))
    assert [event.kind for event in shown.runs[0].transcript] == ["step", "printed"]


def test_errors_keep_the_blame_and_lose_the_secret(samples: Samples) -> None:
    shown = redact(samples["hidden_failed"]())
    assert shown.errors[0]["blame"] == "course"
    other = replace(samples["hidden_failed"](), errors=({"blame": "grader", "message": "no memory"},))
    assert redact(other).errors == other.errors


def test_public_checks_are_left_alone(sample: Result) -> None:
    public = replace(sample, checks=tuple(check for check in sample.checks if check.visibility == "public"), runs=())
    assert redact(replace(public, errors=())) == replace(public, errors=())


def test_doing_it_twice_changes_nothing(sample: Result) -> None:
    once = redact(sample)
    assert redact(once) == once
    assert redact(Result.from_json(once.to_json())).to_json() == once.to_json()
