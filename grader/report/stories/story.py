"""What `grader explain` tells about one code."""

from __future__ import annotations

from typing import NamedTuple


class Story(NamedTuple):
    """A text, marked for translation, and where it helps the same few lines of code, wrong and right."""

    text: str
    wrong: str = ""
    right: str = ""
