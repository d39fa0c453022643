"""Colours and signs of a terminal report: with and without colour, with and without Unicode."""

from __future__ import annotations

from typing import NamedTuple

from grader.outcome import Verdict

_COLOURS = {"red": "31", "green": "32", "yellow": "33", "cyan": "36", "bold": "1", "dim": "2"}

_VERDICT_COLOURS = {
    Verdict.PASSED: "green",
    Verdict.FAILED: "red",
    Verdict.SKIPPED: "yellow",
    Verdict.ERROR: "yellow",
}


class Signs(NamedTuple):
    """The glyphs of a report."""

    passed: str
    failed: str
    skipped: str
    error: str
    caret: str
    bar: str
    line: str
    dash: str
    cross: str
    from_left: str
    from_right: str
    to_right: str
    to_left: str
    here: str
    arrow: str
    dot: str

    def of(self, verdict: Verdict) -> str:
        """The mark of a verdict."""
        return {
            Verdict.PASSED: self.passed,
            Verdict.FAILED: self.failed,
            Verdict.SKIPPED: self.skipped,
            Verdict.ERROR: self.error,
        }[verdict]


UNICODE = Signs("✔", "✘", "…", "!", "▲", "│", "─", "╌", "┼", "├", "┤", "▶", "◀", "●", "→", "·")
ASCII = Signs("ok", "FAIL", "skip", "ERR", "^", "|", "-", "-", "-", "|", "|", ">", "<", "*", "->", "-")


class Paint(NamedTuple):
    """How one report is drawn: 16 colours at most, and only if asked for."""

    color: bool
    signs: Signs

    @classmethod
    def of(cls, *, color: bool, unicode: bool) -> Paint:
        """The brush for a terminal that can show colours, and these glyphs, or not."""
        return cls(color, UNICODE if unicode else ASCII)

    def __call__(self, text: str, *styles: str) -> str:
        """`text` in these styles; blank text stays as it is."""
        if not self.color or not styles or not text.strip():
            return text
        return f"\x1b[{';'.join(_COLOURS[style] for style in styles)}m{text}\x1b[0m"

    def verdict(self, text: str, verdict: Verdict) -> str:
        """`text` in the colour of a verdict."""
        return self(text, _VERDICT_COLOURS[verdict])


class Page(NamedTuple):
    """What a report is written on: its width in cells, its brush, how much is told."""

    width: int
    paint: Paint
    verbose: int
