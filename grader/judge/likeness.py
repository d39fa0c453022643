"""In what way something is not what was asked for: texts on a screen, and what came over the wire.

Decided by whole fragments and exact differences, never by how alike two texts look: drawn values
differ from seed to seed, and the same mistake must get the same name every time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from grader.judge.expectations import Look, LookKind, Payload
from grader.judge.streams import read_json, same


def wanted_by(look: Look) -> str | None:
    """What a look asks for, as a student reads it."""
    if look.prints is not None and look.kind is not LookKind.NOTHING:
        return " ".join(look.prints.texts) or look.prints.matches
    return shown(look.gets) if look.gets is not None else None


def shown(payload: Payload) -> str:
    """A payload as a student reads it."""
    if payload.text is not None or payload.line is not None:
        return payload.text or payload.line or ""
    if payload.matches is not None:
        return f"/{payload.matches}/"
    if payload.hex is not None:
        return payload.hex
    return json.dumps(payload.json if payload.json_has is None else payload.json_has, ensure_ascii=False)


def bytes_as_text(data: bytes) -> str:
    """Bytes as a student reads them; what is not UTF-8 is shown by its numbers."""
    return data.decode("utf-8", "backslashreplace")


def difference(payload: Payload, data: bytes) -> tuple[str, dict[str, Any]]:
    """In what a datagram differs from what was asked for: the code and its arguments."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return "not_utf8", {}
    wanted = payload.json if payload.json is not None else payload.json_has
    if wanted is None:
        return "wrong_answer", {}
    try:
        value = read_json(data)
    except ValueError:
        return "not_json", {}
    if not isinstance(wanted, dict):
        return "wrong_answer", {}
    if not isinstance(value, dict):
        return "not_an_object", {}
    for name in wanted:
        if name not in value:
            return "missing_key", {"key": name}
    if payload.json is not None:
        for name in value:
            if name not in wanted:
                return "extra_key", {"key": name}
    for name, right in wanted.items():
        if not same(right, value[name]):
            code = "text_garbled" if _garbled(right, value[name]) else "wrong_value"
            return code, {"key": name, "expected": _plain(right), "actual": _plain(value[name])}
    return "wrong_answer", {"actual": text}


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _garbled(right: Any, value: Any) -> bool:
    """Whether a text is the right one, gone through a wrong encoding or with letters lost."""
    if not isinstance(right, str) or not isinstance(value, str) or right.isascii():
        return False
    ascii_only = "".join(letter for letter in right if letter.isascii())
    twisted = {right.encode("utf-8").decode(name, "replace") for name in ("latin-1", "gbk", "ascii")}
    return value in twisted or value == ascii_only or value == "".join(c if c.isascii() else "?" for c in right)


def closest(wanted: str, behind: str, screen: Any) -> tuple[str | None, str]:
    """What on the screen comes nearest to the wanted text, and in what way it is not it.

    Decided by whole fragments of the wanted text, never by how alike two texts look: drawn values
    differ from seed to seed, and the same mistake must get the same name every time.
    """
    rows = [row for row in behind.split("\n") if row.strip()]
    fragments = [part for part in re.split(r"[\s:]+", wanted) if len(part) >= _TELLING]
    for row in rows:
        for code, spelled in _SPELLINGS:
            if any(spelling != part and spelling in row for part in fragments for spelling in spelled(part)):
                return code, row.strip()
        if _STRUCTURE.search(row) and any(part in row for part in fragments):
            return "printed_repr", row.strip()
    raw = screen.raw_behind if screen is not None else b""
    if any(_in_other_bytes(part, raw) for part in fragments):
        return "printed_garbled", behind.strip()
    near = [row for row in rows if wanted[:4] in row or any(part.lower() in row.lower() for part in fragments)]
    if near:
        return "printed_differently", max(near, key=lambda row: _likeness(wanted, row)).strip()
    return None, ""


def _in_other_bytes(part: str, raw: bytes) -> bool:
    try:
        return not part.isascii() and part.encode("gbk") in raw
    except UnicodeEncodeError:
        return False


def _misread(part: str) -> list[str]:
    """A text whose UTF-8 bytes were taken for another encoding."""
    if part.isascii():
        return []
    return [part.encode("utf-8").decode(name, "ignore") for name in ("latin-1", "gbk", "cp1252")]


#: Shorter pieces of the wanted text say nothing.
_TELLING = 3

#: A dictionary or JSON object on the screen.
_STRUCTURE = re.compile(r"\{\s*['\"]")

#: Ways to print a text that are not the text; each gives the spellings of one fragment.
_SPELLINGS: tuple[tuple[str, Callable[[str], list[str]]], ...] = (
    ("printed_as_bytes", lambda part: [repr(part.encode("utf-8"))[2:-1]] if not part.isascii() else []),
    ("printed_escaped", lambda part: [json.dumps(part)[1:-1]] if not part.isascii() else []),
    ("printed_garbled", _misread),
    ("printed_repr", lambda part: [repr(part)[1:-1]] if "\\" in part else []),
)


def _likeness(wanted: str, row: str) -> float:
    """How much of the wanted text a row holds, in order, from 0 to 1."""
    from difflib import SequenceMatcher  # only when something went wrong: it costs start-up time

    if len(row) > 4096:
        return 0.0
    blocks = SequenceMatcher(None, wanted, row, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size > 1) / max(1, len(wanted))
