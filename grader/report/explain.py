"""`grader explain CODE`: the story behind a finding code, with a minimal example where one helps."""

from __future__ import annotations

from grader.messages import _
from grader.report.codes import TABLE
from grader.report.columns import wrap
from grader.report.paint import Paint
from grader.report.stories import STORIES


def known_codes() -> list[str]:
    """Every code that can be explained, in the order of the table."""
    return list(TABLE)


def explain_code(code: str, *, width: int, color: bool, unicode: bool) -> str:
    """The story of a known code, ending with a line end.

    Raises:
        KeyError: there is no such code.
    """
    story, paint = STORIES[code], Paint.of(color=color, unicode=unicode)
    lines = [paint(line, "bold") for line in wrap(f"{_(TABLE[code].title)}  ({code})", width)]
    lines += ["", *wrap(_(story.text), width)]
    if story.wrong:
        lines += ["", paint(_("Wrong:"), "red", "bold"), *("    " + line for line in story.wrong.split("\n"))]
        lines += ["", paint(_("Right:"), "green", "bold"), *("    " + line for line in story.right.split("\n"))]
    return "\n".join(lines) + "\n"
