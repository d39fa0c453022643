"""Finds tracebacks on a program's screen and keeps the student's own frames."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from grader.outcome import Transcript
from grader.report.columns import cells, chop
from grader.report.escape import visible, without_colours

_BEGIN = "Traceback (most recent call last):\n"
_FRAME = re.compile(r'^\s+File "(?P<path>.*)", line (?P<line>\d+)(?:, in (?P<function>.*))?$')
#: The mark that Python puts below the part of a line that raised.
_MARK = re.compile(r"^[ ~^]*[~^][ ~^]*$")


class Traceback(NamedTuple):
    """One traceback: where in the text it stands, its frames (each with its source lines), the exception."""

    start: int
    end: int
    frames: list[list[str]]
    error: list[str]


def screen_text(text: str) -> str:
    """What a program wrote, without colours and carriage returns."""
    return without_colours(text).replace("\r\n", "\n")


def printed_text(transcript: Transcript, actor: str) -> str:
    """All that a program wrote to its screen."""
    data = b"".join(event.data for event in transcript if event.kind == "printed" and event.actor == actor)
    return screen_text(data.decode("utf-8", "backslashreplace"))


def tracebacks(text: str) -> list[Traceback]:
    """Every traceback in what a program printed, in order."""
    found = []
    start = text.find(_BEGIN)
    while start >= 0:
        lines = text[start + len(_BEGIN) :].split("\n")
        frames, number = _frames(lines)
        last = number + 1
        # An exception's text may have several lines; an empty one or a line that begins anew ends it.
        while last < len(lines) and lines[last].startswith((" ", "\t")) and lines[last].strip():
            last += 1
        end = start + len(_BEGIN) + sum(len(line) + 1 for line in lines[:last])
        found.append(Traceback(start, min(end, len(text)), frames, lines[number:last]))
        start = text.find(_BEGIN, found[-1].end)
    return found


def _frames(lines: list[str]) -> tuple[list[list[str]], int]:
    """The frames at the beginning of these lines, and the number of the line behind them."""
    frames: list[list[str]] = []
    for number, line in enumerate(lines):
        if _FRAME.match(line):
            frames.append([line])
        elif frames and line.startswith("  "):
            frames[-1].append(line)
        else:
            return frames, number
    return frames, len(lines)


def own_traceback(text: str, files: Collection[str], width: int) -> list[str]:
    """The last traceback in `text`, with frames of the student's `files` only, in lines of `width` cells.

    Each frame is `place   source`, with Python's own mark below it.  The frames of other modules say
    nothing that a beginner can change.  Empty if there is no traceback.
    """
    found = tracebacks(text)
    if not found:
        return []
    own = [(place, frame[1:]) for frame in found[-1].frames if (place := _own_place(frame[0], files))]
    margin = max((len(place) for place, _ in own), default=0) + 3
    lines: list[str] = []
    for place, source in own:
        # Python indents a source line and the mark below it by four.
        lines += _frame(visible(place), [visible(line[4:].rstrip()) for line in source], margin, width)
    return [*lines, *(piece for line in found[-1].error for piece in chop(visible(line), width))]


def _frame(place: str, source: list[str], margin: int, width: int) -> list[str]:
    """One frame; a source line that does not fit beside its place stands below it, a mark only where it fits."""
    if not source:
        return [place]
    if margin + max(map(cells, source)) <= width:
        return [place.ljust(margin) + source[0], *(" " * margin + line for line in source[1:])]
    if 4 + max(map(cells, source)) <= width:
        return [place, *("    " + line for line in source)]
    kept = [line for line in source if not _MARK.match(line)]
    return [place, *("    " + piece for line in kept for piece in chop(line, width - 4))]


def _own_place(frame: str, files: Collection[str]) -> str:
    """`server.py:12` for a frame of the student's, "" for one of somebody else's."""
    found = _FRAME.match(frame)
    if found is None:
        return ""
    path = found["path"]
    # Longest first: `a/server.py` before `server.py`.
    own = next((f for f in sorted(files, key=len, reverse=True) if path == f or path.endswith("/" + f)), None)
    if own is None and (files or _foreign(path)):
        return ""
    return f"{own or path}:{found['line']}"


def _foreign(path: str) -> bool:
    return path.startswith("<") or "/lib/python" in path or "/lib64/python" in path or "site-packages" in path
