"""`grader show`: a saved result again, in any language and format."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from grader.cli.reporting import formatted, write
from grader.cli.saved import read_results, wrong
from grader.errors import UsageError
from grader.messages import _
from grader.report.redact import reveal


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
    write(text, options)
    return 0


def _content(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise UsageError(_("Cannot read {path}: {error}").format(path=name, error=error.strerror or error)) from None
