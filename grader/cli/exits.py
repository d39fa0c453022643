"""Exit codes, by whose turn it is (the first that holds)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.outcome import Result

PASSED, NOT_PASSED, WRONG_COURSE, FAULT, NO_SUBMISSION, INTERRUPTED = 0, 1, 2, 3, 4, 130


def of_results(results: Sequence[Result]) -> int:
    """The exit code of a finished grading."""
    errors = [error for result in results for error in result.errors]
    if any(error["blame"] != "course" for error in errors):
        return FAULT
    if errors:
        return WRONG_COURSE
    if any(result.verdict == "error" for result in results):
        return FAULT
    return PASSED if all(result.verdict == "passed" for result in results) else NOT_PASSED
