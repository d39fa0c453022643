"""`grader explain`: what a finding code means."""

from __future__ import annotations

import argparse
import sys

from grader.cli import screen
from grader.errors import UsageError
from grader.messages import _
from grader.report.codes import TABLE
from grader.report.columns import table
from grader.report.explain import explain_code, known_codes


def run(options: argparse.Namespace) -> int:
    """Prints the story of one code, or one line for each."""
    if options.code is None:
        print(table([(code, _(TABLE[code].title)) for code in known_codes()]))
        return 0
    code = options.code.strip().lower().replace("-", "_").replace(" ", "_")
    if code not in TABLE:
        raise _unknown(options.code, code)
    color, unicode = screen.colours(options.color), screen.glyphs()
    sys.stdout.write(explain_code(code, width=screen.width(), color=color, unicode=unicode))
    return 0


def _unknown(given: str, code: str) -> UsageError:
    from difflib import get_close_matches  # only mistakes pay for it

    near = get_close_matches(code, TABLE, 1) or [name for name in TABLE if code and code in name][:3]
    hint = _("Did you mean {name}?").format(name=", ".join(near)) if near else _("`grader explain` lists them all.")
    return UsageError(_("There is no finding code {code}. {hint}").format(code=given, hint=hint))
