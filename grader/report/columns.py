"""Text in terminal cells: Chinese characters take two, combining marks none."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

#: Never at the beginning of a line, and never at its end.
_CLOSING = frozenset("，。、：；！？）」』”’》】…%,.;:!?)]}\"'")
_OPENING = frozenset("（「『“‘《【([{")


def cell(char: str) -> int:
    """How many cells one character takes."""
    if " " <= char <= "~":
        return 1
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def cells(text: str) -> int:
    """How many cells a text takes; control characters must have been taken out of it."""
    return len(text) if text.isascii() else sum(map(cell, text))


def pad(text: str, width: int) -> str:
    """`text` with blanks behind it until it takes `width` cells."""
    return text + " " * (width - cells(text))


def gap(label: str) -> str:
    """The blank between a label and what it is about; full-width punctuation brings its own."""
    return "" if not label or cell(label[-1]) == 2 else " "


def joined(label: str, text: str) -> str:
    """A label and what it is about."""
    return label + (gap(label) if text else "") + text


def centre(text: str, width: int) -> str:
    """`text` in the middle of `width` cells."""
    free = max(0, width - cells(text))
    return " " * (free // 2) + text + " " * (free - free // 2)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as lines of aligned columns, without a line end behind the last one."""
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(pad, row, widths)).rstrip() for row in rows)


def chop(text: str, width: int) -> list[str]:
    """`text` cut into pieces of at most `width` cells, nothing left out: for what must stay exact."""
    width = max(2, width)
    pieces, piece, used = [], "", 0
    for char in text:
        size = cell(char)
        if used + size > width:
            pieces.append(piece)
            piece, used = "", 0
        piece += char
        used += size
    return [*pieces, piece]


def wrap(text: str, width: int) -> list[str]:
    """Prose in lines of at most `width` cells, broken at blanks and beside Chinese characters."""
    width = max(8, width)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _words(paragraph):
            if cells(line) + cells(word.rstrip()) <= width:
                line += word
                continue
            if line.strip():
                lines.append(line.rstrip())
            *full, line = chop(word, width) if cells(word.rstrip()) > width else [word]
            lines.extend(full)
        lines.append(line.rstrip())
    return lines


def _words(text: str) -> list[str]:
    """The pieces between which a line may be broken; blanks stay with the piece before them."""
    words: list[str] = []
    for char in text:
        wide = cell(char) == 2
        last = words[-1] if words else ""
        may_break = bool(last) and (last[-1] == " " or wide or cell(last[-1]) == 2)
        # A straight quote closes unless a blank stands before it.
        closing = char in _CLOSING and not (char in "\"'" and last.endswith(" "))
        may_break = may_break and char != " " and not closing and last[-1] not in _OPENING
        if not last or may_break:
            words.append(char)
        else:
            words[-1] += char
    return words
