"""`grader show`: a saved result again, in any language and format."""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path

from grader.cli.reporting import coloured, formatted, write
from grader.cli.saved import read_results, wrong
from grader.errors import UsageError
from grader.messages import _
from grader.report.escape import visible
from grader.report.redact import reveal

#: What the report itself colours with.
_COLOURS = re.compile(r"(\x1b\[[0-9;]*m)")


def run(options: argparse.Namespace) -> int:
    """Writes the results of a file; that they did not pass is no error here."""
    name = _("standard input") if options.result == "-" else options.result
    results = read_results(_content(options.result), name)
    try:
        # What hidden checks keep to themselves was taken out, or not, when the result was saved.
        text = formatted([reveal(result) for result in results], options)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        # Somewhere deep inside, where transcripts and arguments are of no fixed form, it is not what we write.
        if os.environ.get("GRADER_DEBUG"):
            raise
        raise wrong(name, _("a part of it cannot be shown: {detail}").format(detail=error)) from None
    write(text if options.format == "json" else _harmless(text, coloured(options)), options)
    return 0


def _harmless(text: str, colours: bool) -> str:
    """The report trusts what the course says; a file can be from anybody, terminal commands and all."""
    if not colours:
        return visible(text)
    return "".join(part if _COLOURS.fullmatch(part) else visible(part) for part in _COLOURS.split(text))


def _content(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise UsageError(_("Cannot read {path}: {error}").format(path=name, error=error.strerror or error)) from None
