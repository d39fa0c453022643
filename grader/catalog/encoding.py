"""From the bytes of a course file to its text: what editors and copying leave behind is named, with its place.

Each of these would otherwise surface as a puzzling message of the YAML parser, or not at all.
"""

from __future__ import annotations

import re

from grader.errors import Place, Problem
from grader.messages import _

MAX_BYTES = 1024 * 1024

#: More of the same in one file says nothing new.
_AT_MOST = 20

# What YAML forbids, and what shows nothing, breaks lines where editors do not, or turns the writing round.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff]|\r(?!\n)"
)
_TAB = re.compile(r"^ *\t", re.MULTILINE)


def decode(data: bytes, file: str, problems: list[Problem]) -> str | None:
    """The text of a file; None, with a problem added, where it cannot be read."""
    text = _text(data, file, problems)
    if text is None:
        return None
    wrong = [
        Problem(
            _place(file, text, found.start()),
            _("the character U+{code:04X} cannot be seen, or breaks the line").format(code=ord(found[0])),
            _('remove it, or write it as an escape in double quotes: "{escape}"').format(escape=_escape(found[0])),
        )
        for found in _first(_UNSEEN, text)
    ]
    wrong += [
        Problem(
            _place(file, text, found.end() - 1),
            _("a tab stands at the beginning of this line"),
            _("YAML indents with blanks; within a text, write \\t in double quotes"),
        )
        for found in _first(_TAB, text)
    ]
    problems += wrong
    return None if wrong else text


def _text(data: bytes, file: str, problems: list[Problem]) -> str | None:
    if len(data) > MAX_BYTES:
        problems.append(Problem(Place(file), _("the file is larger than 1 MiB"), _("no course needs that")))
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        problems.append(Problem(Place(file, 1, 1), _("the file is not in UTF-8, but in UTF-16"), _("save it as UTF-8")))
    elif data.startswith(b"\xef\xbb\xbf"):
        problems.append(
            Problem(Place(file, 1, 1), _("the file begins with a byte order mark"), _("save it as UTF-8 without BOM"))
        )
    else:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            before = data[: error.start].decode("utf-8")
            problems.append(
                Problem(
                    _place(file, before, len(before)),
                    _("the byte 0x{byte:02X} is no UTF-8").format(byte=data[error.start]),
                    _("save the file as UTF-8; now it is in GBK, Latin-1 or the like"),
                )
            )
    return None


def _first(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    found = []
    for match in pattern.finditer(text):
        found.append(match)
        if len(found) == _AT_MOST:
            break
    return found


def _place(file: str, text: str, position: int) -> Place:
    line = text.count("\n", 0, position) + 1
    return Place(file, line, position - (text.rfind("\n", 0, position) + 1) + 1)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
