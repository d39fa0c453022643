"""Where two texts part, and what the difference is, in words."""

from __future__ import annotations

import json
import unicodedata
from typing import NamedTuple

from grader.messages import _
from grader.report.escape import visible_line


class Difference(NamedTuple):
    """The first difference: its index in the expected and in the actual text, and what it is."""

    in_expected: int
    in_actual: int
    words: str


def first_difference(expected: str, actual: str) -> Difference | None:
    """The first place where `actual` leaves what was expected.

    The expected text may stand anywhere in the actual one (behind a prompt, say): the comparison
    begins where the two agree for longest.  None if they agree nowhere, or everywhere.
    """
    start, common = _best_start(expected, actual)
    if common == len(expected) == len(actual) - start:
        return None
    if common < 2 and common * 3 < len(expected):
        return None  # a letter in common by chance: a mark there would only confuse
    here = start + common
    return Difference(common, here, _words(expected[common:], actual[here:]))


def readable_json(text: str) -> str:
    """A JSON object without \\u escapes, so that a person can read it; any other text as it is."""
    if "\\u" not in text:
        return text
    found = _object(text)
    return text if found is None else json.dumps(found, ensure_ascii=False)


def in_order_of(expected: str, actual: str) -> str:
    """The expected JSON object with its keys in the order of the actual one.

    The order of keys is free; without this the first difference would be found in it.
    """
    wanted, got = _object(expected), _object(actual)
    if wanted is None or got is None:
        return expected
    ordered = {key: wanted[key] for key in got if key in wanted}
    return json.dumps({**ordered, **wanted}, ensure_ascii=False)


def _object(text: str) -> dict[str, object] | None:
    if not text.lstrip().startswith("{"):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _best_start(expected: str, actual: str) -> tuple[int, int]:
    """Where in `actual` the expected text begins, as far as it goes, and how far that is."""
    best, length = 0, _common(expected, actual, 0)
    start = actual.find(expected[:1], 1) if expected else -1
    while start > 0:
        found = _common(expected, actual, start)
        if found > length:
            best, length = start, found
        start = actual.find(expected[0], start + 1)
    return best, length


def _common(expected: str, actual: str, start: int) -> int:
    length = 0
    while length < len(expected) and start + length < len(actual) and expected[length] == actual[start + length]:
        length += 1
    return length


def _words(expected: str, actual: str) -> str:
    """What the difference is, given the rest of both texts from there on."""
    for want, came in ((expected[:1], actual[:1]), (expected.lstrip(" ")[:1], actual.lstrip(" ")[:1])):
        if want != came and unicodedata.normalize("NFKC", want) == unicodedata.normalize("NFKC", came):
            return _("{came} looks like {want}, but is another character").format(came=_name(came), want=_name(want))
    if not actual:
        return _("it ends here; {rest} is missing").format(rest=_quoted(expected))
    if not expected:
        return _("too much from here on")
    if expected[0] == " " and actual[:1] == expected[1:2]:
        return _("a blank is missing here")
    if actual.startswith(("\n", "\\n")) and actual.lstrip("\\n")[:1] == expected[:1]:
        return _("a line end too many here")
    if actual[0] == " " and actual[1:2] == expected[:1]:
        return _("one blank too many here")
    if expected[0].lower() == actual[0].lower():
        return _("{came} instead of {want} (capital or small letter)").format(came=_name(came), want=_name(want))
    if expected[0].isspace() and actual[0].isspace():
        return _("{came} instead of {want}").format(came=_name(actual[0]), want=_name(expected[0]))
    return _("the first difference")


def _name(char: str) -> str:
    """A character in quotes; one that cannot be told from another by its looks, with its name."""
    if char == " ":
        return _("a blank")
    if char == "\t":
        return _("a tab")
    plain = char.isalnum() or " " < char <= "~"
    look_alike = unicodedata.normalize("NFKC", char) != char
    if plain and not look_alike:
        return _quoted(char)
    return f"{_quoted(char)} (U+{ord(char):04X})"


def _quoted(text: str) -> str:
    return "“" + visible_line(text) + "”"
