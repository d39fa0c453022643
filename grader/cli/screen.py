"""What the terminal can show: width, colours, glyphs."""

from __future__ import annotations

import argparse
import os
import shutil
import sys

from grader.report.paint import Paint


def width() -> int:
    """Columns of the terminal; 80 where there is none."""
    return max(40, shutil.get_terminal_size((80, 24)).columns)


def colours(choice: str) -> bool:
    """Whether to colour the output (NO_COLOR and TERM=dumb say no)."""
    if choice != "auto":
        return choice == "always"
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def glyphs() -> bool:
    """Whether the output's encoding has the marks and arrows of a report."""
    try:
        "✔✘→│…".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def paint(options: argparse.Namespace) -> Paint:
    """The brush for what a command prints."""
    return Paint.of(color=colours(options.color), unicode=glyphs())
