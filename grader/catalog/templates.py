"""Text with `{name}` in it.

`{{` and `}}` are braces; `{name}` is a drawn value, `{name.upper}` the same in capitals,
`{alice.port}` the port of an actor, `{crowd.index}` the number of the one whose turn it is.  In a
regular expression `{3}` and `{1,4}` stay what they are, and a value is matched literally.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from grader.messages import _

_NAME = re.compile(r"\{([A-Za-z][A-Za-z0-9_]*(?:\.[a-z]+)?)\}")
_TIMES = re.compile(r"\{[0-9]*,?[0-9]*\}")


@dataclass(frozen=True, slots=True)
class Slot:
    """A `{name}` of a text."""

    name: str


Part = str | Slot


class TemplateError(ValueError):
    """A brace that belongs to nothing; its text says where."""


def split(text: str, mode: str = "text") -> list[Part]:
    """The literal pieces and the slots of a text, in order.

    Raises:
        TemplateError: a brace that belongs to nothing.
    """
    if "{" not in text and "}" not in text:
        return [text] if text else []
    parts: list[Part] = []
    literal = ""
    position = 0
    while position < len(text):
        character = text[position]
        slot = _NAME.match(text, position)
        times = _TIMES.match(text, position) if mode == "pattern" else None
        if text.startswith(("{{", "}}"), position):
            literal += character
            position += 2
        elif slot:
            parts += [literal, Slot(slot[1])] if literal else [Slot(slot[1])]
            literal = ""
            position = slot.end()
        elif times:
            literal += times[0]
            position = times.end()
        elif character in "{}":
            raise TemplateError(
                _("the `{brace}` at character {position} belongs to no {{name}}").format(
                    brace=character, position=position + 1
                )
            )
        else:
            literal += character
            position += 1
    return [*parts, literal] if literal else parts


def only_slot(text: str) -> str | None:
    """The name, where the text is a `{name}` and nothing else."""
    whole = _NAME.fullmatch(text)
    return whole[1] if whole else None


#: How a value is put into a text, so that it means itself there.
_SPELLED: Mapping[str, Callable[[str], str]] = {
    "pattern": re.escape,
    "escaped": lambda value: value.replace("\\", "\\\\"),
}


@lru_cache(maxsize=4096)
def _parts(text: str, mode: str) -> tuple[Part, ...]:
    """As `split`, remembered: a run fills the same texts for every one of a crowd."""
    return tuple(split(text, mode))


def fill(text: str, values: Mapping[str, Any], mode: str = "text") -> str:
    """The text with the values in it.

    Raises:
        KeyError: a name without a value.
    """
    if "{" not in text and "}" not in text:
        return text
    spelled = _SPELLED.get(mode, str)
    return "".join(part if isinstance(part, str) else spelled(str(values[part.name])) for part in _parts(text, mode))
