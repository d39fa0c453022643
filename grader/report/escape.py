"""Makes text that a student controls safe to show.

A program's output, its file names and its datagrams may hold terminal commands (title, clipboard,
cursor movement that overwrites a verdict) or marks that reverse the reading direction.  Whatever is
not plain text is shown as a visible escape.  Backslashes stay single: `C:\\new` should look like what
was printed, and a reader who must tell an escape from its spelling has the bytes in the transcript.
"""

from __future__ import annotations

import re
import unicodedata

#: Controls, format characters (bidi and zero-width marks, tags), lone surrogates, line and paragraph separators.
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

#: Colour and weight only, and nothing that moves: CSI parameters `m`.
_COLOURS = re.compile(r"\x1b\[[0-9;:]*m")


def visible(text: str, *, keep: str = "\n\t") -> str:
    """`text` with every unsafe character but those in `keep` spelled as `\\xNN`, `\\uNNNN` or `\\n`."""
    if text.isprintable():
        return text
    return "".join(
        char if char in keep or unicodedata.category(char) not in _UNSAFE else _spelled(char) for char in text
    )


def visible_line(text: str) -> str:
    """`text` on one line: line ends and tabs are spelled out too."""
    return visible(text, keep="")


def visible_bytes(data: bytes) -> str:
    """Bytes as one line of text where they are UTF-8, and as `\\xNN` where not."""
    return visible_line(data.decode("utf-8", "backslashreplace"))


def without_colours(text: str) -> str:
    """`text` as a check reads it: colour codes are no part of a line."""
    return _COLOURS.sub("", text) if "\x1b" in text else text


def _spelled(char: str) -> str:
    code = ord(char)
    short = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(char)
    if short:
        return short
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
