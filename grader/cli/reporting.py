"""Results on their way out: as text or JSON, to standard output or into a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli import screen
from grader.cli.laying import cannot_write, replace_file

if TYPE_CHECKING:
    from grader.report.redact import Shown


def report(shown: Sequence[Shown], options: argparse.Namespace) -> None:
    """Writes results in the format and to the place that the options say.

    Raises:
        UsageError: the file cannot be written.
    """
    write(formatted(shown, options), options)


def formatted(shown: Sequence[Shown], options: argparse.Namespace) -> str:
    """Results in the format that the options say."""
    if options.format == "json":
        from grader.report.json import result_to_json

        return "".join(result_to_json(result) + "\n" for result in shown)
    return _text(shown, options)


def write(text: str, options: argparse.Namespace) -> None:
    """Writes a report to the place that the options say.

    Raises:
        UsageError: the file cannot be written.
    """
    if options.output:
        write_whole(Path(options.output), text)
    else:
        sys.stdout.write(text)
        sys.stdout.flush()


def write_whole(path: Path, text: str) -> None:
    """Writes a file so that it is there whole or not at all; what is no file (/dev/stderr) is simply written to.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        # A link stays one: what it names is replaced.
        target = path.resolve() if path.is_symlink() else path
        if target.exists() and not target.is_file():
            target.write_text(text, encoding="utf-8")
        else:
            replace_file(target, text.encode("utf-8"))
    except OSError as error:
        raise cannot_write(path, error) from None


def coloured(options: argparse.Namespace) -> bool:
    """Whether a report is in colours; in a file only if that is asked for."""
    return options.color == "always" if options.output else screen.colours(options.color)


def _text(shown: Sequence[Shown], options: argparse.Namespace) -> str:
    from grader.report.text import render, summary

    width, unicode = screen.width(), bool(options.output) or screen.glyphs()
    color = coloured(options)
    verbose = -1 if options.quiet else options.verbose
    texts = [render(result, width=width, color=color, unicode=unicode, verbose=verbose) for result in shown]
    text = ("" if options.quiet else "\n").join(texts)
    if len(shown) > 1:
        text += "\n" + summary(shown, width=width, color=color, unicode=unicode)
    return text
