"""Results read back from where they were saved: one JSON object, or one a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from grader.errors import UsageError
from grader.messages import _
from grader.outcome import Result
from grader.outcome.results import SCHEMA

_NUMBER = (int, float)

#: What is looked at before anything is made of it; `None` for a type means that it may be missing its value.
_RESULT: Mapping[str, Any] = {
    "exercise": str, "title": dict, "score": _NUMBER, "max_score": _NUMBER, "hidden": str, "isolation": dict,
    "course": dict, "submission": dict, "checks": list, "runs": list, "errors": list,
}  # fmt: skip
_CHECK: Mapping[str, Any] = {
    "id": str, "title": dict, "visibility": str, "points": _NUMBER, "score": _NUMBER, "because": list, "looks": list,
    "hints": list, "findings": list,
}  # fmt: skip
_FINDING: Mapping[str, Any] = {"code": str, "args": dict, "severity": str}
_RUN: Mapping[str, Any] = {"id": str, "values": dict, "transcript": list, "ends": list, "blocked": list}
_EVENT: Mapping[str, Any] = {"t": _NUMBER, "actor": str, "kind": str}


def read_results(content: bytes, name: str) -> list[Result]:
    """All results in a file.  `name` is what it is called in errors.

    Raises:
        UsageError: it holds something else.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise wrong(name, _("it is not in UTF-8 ({detail})").format(detail=error.reason)) from None
    objects = _objects(text, name)
    if not objects:
        raise wrong(name, _("it is empty"))
    return [_result(plain, name) for plain in objects]


def _objects(text: str, name: str) -> list[Any]:
    """The one JSON value of a text, else those of its lines."""
    try:
        return [json.loads(text)] if text.strip() else []
    except (ValueError, RecursionError) as error:
        whole = error
    try:
        # Not splitlines(): a text within a line may hold U+2028 and the like.
        return [json.loads(line) for line in text.split("\n") if line.strip()]
    except (ValueError, RecursionError):
        raise wrong(name, _("it is no JSON ({detail})").format(detail=whole)) from None


def _result(plain: Any, name: str) -> Result:
    found = plain.get("schema") if isinstance(plain, dict) else None
    if found != SCHEMA:
        raise wrong(name, _("its `schema` is {found}, not {wanted}").format(found=found, wanted=SCHEMA))
    try:
        _look(plain, _RESULT, "")
        for check in _each(plain, "checks", _CHECK):
            for _finding in _each(check, "findings", _FINDING):
                pass
        for run in _each(plain, "runs", _RUN):
            for _event in _each(run, "transcript", _EVENT):
                pass
        return Result.from_json(plain)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise wrong(name, _("a part of it is missing or not as it should be: {detail}").format(detail=error)) from None


def _each(plain: Mapping[str, Any], key: str, wanted: Mapping[str, Any]) -> list[Any]:
    members: list[Any] = plain[key]
    for number, member in enumerate(members):
        _look(member, wanted, f"{key}[{number}]")
    return members


def _look(plain: Any, wanted: Mapping[str, Any], where: str) -> None:
    """Raises KeyError or TypeError where a member is missing or something else."""
    if not isinstance(plain, dict):
        raise TypeError(where)
    for key, kind in wanted.items():
        if not isinstance(plain[key], kind) or isinstance(plain[key], bool):
            raise TypeError(f"{where}.{key}".lstrip("."))


def wrong(name: str, why: str) -> UsageError:
    """What to tell about a file that holds something else."""
    return UsageError(_("{name} holds no result of `grader check --json`: {why}.").format(name=name, why=why))
