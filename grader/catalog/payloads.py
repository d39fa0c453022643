r"""The bytes of messages: JSON in its spellings, text with escapes, hexadecimal."""

from __future__ import annotations

import json
import re
from typing import Any

from grader.catalog.model import Message
from grader.messages import _

_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|.|$)", re.DOTALL)
_SHORT = {"n": b"\n", "t": b"\t", "r": b"\r", "\\": b"\\"}


def encode(message: Message) -> bytes:
    """The bytes of a message whose templates have been filled.

    Raises:
        ValueError: an escape or a hexadecimal spelling that means nothing (the loader refuses both).
    """
    if message.text is not None:
        return unescape(message.text)
    if message.line is not None:
        return unescape(message.line) + b"\n"
    if message.hex is not None:
        return bytes.fromhex(message.hex)
    return _spell(message.json, message.written).encode("utf-8")


def unescape(text: str) -> bytes:
    r"""UTF-8, with \n, \t, \r, \\ and \xNN (a byte) replaced.

    Raises:
        ValueError: another escape; its text says which.
    """
    pieces: list[bytes] = []
    position = 0
    for escape in _ESCAPE.finditer(text):
        pieces.append(text[position : escape.start()].encode("utf-8"))
        code = escape[1]
        if code in _SHORT:
            pieces.append(_SHORT[code])
        elif len(code) == 3:
            pieces.append(bytes.fromhex(code[1:]))
        else:
            raise ValueError(_("there is no escape `{escape}`").format(escape=escape[0]))
        position = escape.end()
    return b"".join((*pieces, text[position:].encode("utf-8")))


def _spell(value: Any, written: str) -> str:
    if written == "escaped":
        return json.dumps(value)
    if written == "spaced":
        # Blanks wherever JSON allows them, before and after the value too.
        return "\n " + json.dumps(value, ensure_ascii=False, indent=2, separators=(" ,", " : ")) + " \r\n"
    return json.dumps(_reversed(value) if written == "reversed" else value, ensure_ascii=False)


def _reversed(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _reversed(value[name]) for name in reversed(value)}
    if isinstance(value, list):
        return [_reversed(item) for item in value]
    return value
