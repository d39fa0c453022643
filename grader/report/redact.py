"""Takes the secrets of hidden checks out of a result, once, before any renderer sees it.

How much of a hidden check is shown is the course's choice (`show`):

full    everything
actual  what happened, not what should have: no expectation, no drawn values, no script
none    title, points and verdict

A run is shown as far as the most secretive of the checks that look at it allows.  Renderers take a
`Shown` result, so that a caller cannot forget this step: mypy finds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NewType

from grader.messages import _
from grader.outcome import CheckResult, Event, Finding, LookResult, Result, RunRecord, Transcript

#: A result that may be shown to the one who handed the submission in.
Shown = NewType("Shown", Result)

#: From open to secret.
_LEVELS = ("full", "actual", "none")

#: Arguments that say what should have been, beside those called `expected...`.
_TELLING = frozenset({"wanted"})


def redact(result: Result) -> Shown:
    """The result without what its hidden checks keep to themselves.  Doing it twice changes nothing."""
    checks = tuple(_check(check) for check in result.checks)
    runs = tuple(_run(run, _level_of_run(number, run, result.checks)) for number, run in enumerate(result.runs))
    secrets = frozenset(_secrets(result))
    errors = tuple(_error(error, secrets) for error in result.errors)
    return Shown(replace(result, checks=checks, runs=runs, errors=errors))


def reveal(result: Result) -> Shown:
    """The result with everything in it, for the eyes of whoever owns the hidden checks."""
    return Shown(result)


def _level(check: CheckResult) -> str:
    if check.visibility != "hidden":
        return "full"
    return check.show if check.show in _LEVELS else "none"


def _level_of_run(number: int, run: RunRecord, checks: Iterable[CheckResult]) -> str:
    """What is known to be open is open; a run that no check owns up to is secret."""
    if run.visibility != "hidden":
        return "full"
    levels = [
        _level(check)
        for check in checks
        if check.visibility == "hidden" and (number in _runs_of(check) or not _runs_of(check))
    ]
    return max(levels, key=_LEVELS.index, default="none")


def _runs_of(check: CheckResult) -> set[int]:
    """The runs that a check looks at; empty if that cannot be told."""
    return {look.run for look in check.looks} | {f.run for f in check.findings if f.run is not None}


# --- checks and findings ----------------------------------------------------------------------


def _check(check: CheckResult) -> CheckResult:
    level = _level(check)
    if level == "full":
        return check
    if level == "actual":
        return replace(check, findings=tuple(_without_expectation(finding) for finding in check.findings))
    # Which runs it looks at stays: a second redaction has to know it as well.
    looks = tuple(LookResult(run, -1, None, None) for run in sorted(_runs_of(check)))
    return replace(check, looks=looks, findings=(), hints=(), because=())


def _without_expectation(finding: Finding) -> Finding:
    return replace(
        finding,
        args={name: value for name, value in finding.args.items() if not _tells(finding.code, name)},
        expected=None,
        # They may have been rendered with the expectation in them; whoever shows the finding says it anew.
        message="",
        hint="",
    )


def _tells(code: str, name: str) -> bool:
    return name.startswith("expected") or name in _TELLING or (code, name) == ("missing_key", "key")


# --- runs -------------------------------------------------------------------------------------


def _run(run: RunRecord, level: str) -> RunRecord:
    if level == "full":
        return run
    if level == "actual":
        return replace(run, values={}, case={}, transcript=Transcript(_without_script(e) for e in run.transcript))
    return replace(run, id="", values={}, case={}, transcript=Transcript(), ends=(), blocked=(), duration=0.0)


def _without_script(event: Event) -> Event:
    """Marks stay, so that numbers of events and steps hold, but say no more what was asked for."""
    if event.kind != "step":
        return event
    return replace(event, fields={name: event.fields[name] for name in ("step", "verb") if name in event.fields})


# --- errors -----------------------------------------------------------------------------------


def _error(error: Mapping[str, Any], secrets: frozenset[str]) -> Mapping[str, Any]:
    """An error keeps its blame; if its words hold a secret, they are replaced."""
    words = str({name: value for name, value in error.items() if name != "blame"})
    if not any(secret in words for secret in secrets):
        return error
    return {"blame": error.get("blame"), "message": _("Something about a hidden check went wrong.")}


def _secrets(result: Result) -> Iterable[str]:
    """Texts that no error message may hold: what is taken out of checks and runs that are not shown in full."""
    for number, run in enumerate(result.runs):
        if _level_of_run(number, run, result.checks) == "full":
            continue
        yield from _long_texts(run.values.values())
        yield from _long_texts(event.fields.get("what") for event in run.transcript if event.kind == "step")
    for check in result.checks:
        if _level(check) != "full":
            for finding in check.findings:
                telling = (value for name, value in finding.args.items() if _tells(finding.code, name))
                yield from _long_texts((finding.expected, *telling))


def _long_texts(values: Iterable[Any]) -> Iterable[str]:
    """A secret of one or two letters would be found in every sentence."""
    return (value for value in values if isinstance(value, str) and len(value) > 2)
