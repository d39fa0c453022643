"""Python tracebacks on a student's screen: which error, and in which line of the student's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_FRAME = re.compile(r'^\s*File "(?P<path>[^"]+)", line (?P<line>\d+)', re.MULTILINE)
_LAST = re.compile(r"^(?P<error>[^\W\d][\w.]*(?:: .*)?)$")
_LIBRARY = re.compile(r"/lib\w*/python|/(?:site|dist)-packages/")
_HEADER = "Traceback (most recent call last):"
_SYNTAX = ("SyntaxError", "IndentationError", "TabError")
#: What the interpreter says without a frame, of a program that it cannot even decode.
_UNDECODED = re.compile(
    r"^(?P<error>SyntaxError: (?:encoding problem: |Non-UTF-8 code starting with .* in file (?P<path>.+)"
    r" on line (?P<line>\d+),).*)$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Raised:
    """An uncaught exception: `error` is its last line ("KeyError: 'msg'"), the place the student's.

    `in_source`: the innermost place of all is in a file of the student's (not in `<string>`, not in a library).
    """

    error: str
    file: str | None
    line: int | None
    in_source: bool = False

    @property
    def kind(self) -> str:
        """The name of the exception's class."""
        return self.error.split(":", 1)[0].strip()

    @property
    def detail(self) -> str:
        """What the exception says."""
        return self.error.partition(":")[2].strip()


def find(screen: str, sources: Mapping[str, str]) -> Raised | None:
    """The last exception that the interpreter printed, or None.

    A syntax error in the main file has frames but no header, or not even these; anything else has both.
    """
    start = screen.rfind(_HEADER)
    undecoded = _UNDECODED.search(screen) if start < 0 else None
    if undecoded is not None:
        own = own_file(undecoded["path"] or "", sources)
        return Raised(undecoded["error"], own, int(undecoded["line"]) if own else None, True)
    if start < 0 and not any(f"\n{kind}: " in screen for kind in _SYNTAX):
        return None
    block = _without_margin(screen, max(start, 0))
    frames = list(_FRAME.finditer(block))
    if not frames:
        return None
    error = None
    for line in block[frames[-1].end() :].split("\n")[1:]:
        if line[:1].strip() and _LAST.match(line):
            error = line.strip()
            break
    if error is None:
        return None
    for frame in reversed(frames):
        own = own_file(frame["path"], sources)
        if own is not None:
            return Raised(error, own, int(frame["line"]), frame is frames[-1])
    return Raised(error, None, None)


def _without_margin(screen: str, start: int) -> str:
    """The screen from here on, without the margin (`  | `) that the members of an exception group have."""
    margin = screen[screen.rfind("\n", 0, start) + 1 : start]
    block = screen[start:]
    return "\n".join(row.removeprefix(margin) for row in block.split("\n")) if margin.strip() == "|" else block


def own_file(path: str, sources: Mapping[str, str]) -> str | None:
    """The submission's name of a file that a traceback shows by its path in the private copy.

    The library has files of the same names (http/server.py); its folders tell them apart.
    """
    if _LIBRARY.search(path):
        return None
    for name in sorted(sources, key=len, reverse=True):
        if path == name or path.endswith("/" + name):
            return name
    return None
