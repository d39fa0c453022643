"""What the report knows of one finding code."""

from __future__ import annotations

from typing import NamedTuple


class Code(NamedTuple):
    """The words for one finding code; all of them are marked for translation, none is translated.

    `title` says it without any argument: `grader explain` shows it, and it stands in for `message`
    where an argument is kept secret.  `message` is one sentence; the values that were expected and
    that came stand beside it in the finding, so it does not repeat them.  `hint` says what to change.
    `mark` is said beside the turn of the conversation that was wrong, or in the place of the one that
    never came.  `task` tells whether the check's own first hint adds to `hint` (to one that already says
    what to change it does not).  `waits` tells whether the place where the program waits explains it.
    """

    title: str
    message: str
    hint: str = ""
    mark: str = ""
    severity: str = "mistake"
    task: bool = False
    waits: bool = False
