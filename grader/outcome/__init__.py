"""What came of a grading: events, findings, check results, the result of one exercise.

Plain values that survive a trip through JSON; they know no socket, process, file or clock.
"""

from grader.outcome.events import Event, Transcript
from grader.outcome.results import (
    CheckResult,
    Finding,
    LookResult,
    Result,
    RunRecord,
    Verdict,
    worst,
)

__all__ = [
    "CheckResult",
    "Event",
    "Finding",
    "LookResult",
    "Result",
    "RunRecord",
    "Transcript",
    "Verdict",
    "worst",
]
