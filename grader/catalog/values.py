"""Values drawn from the seed, so that there is nothing to hard-code.

The same seed gives the same values with every version of Python and on every machine, today and in
ten years: the numbers come from SHA-256, not from a generator whose methods may change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from grader.catalog.lexicon import CHINESE, CODAS, EMOJI, NAMES, ONSETS, VOWELS
from grader.messages import _

Item = TypeVar("Item")

#: Lines that a program may give a meaning of its own, leaving most often; a course may name others.
RESERVED = ("q", "quit", "exit", "bye", "88")

#: Such lines may also begin with one of these.
COMMAND_MARKS = ("/", ":")

#: What `{name.upper}` and `{name.lower}` make of a drawn text.
SPELLINGS: Mapping[str, Callable[[str], str]] = {"upper": str.upper, "lower": str.lower}

#: So many tries until a value fits the ones drawn before; more than a handful is rare.
_TRIES = 500

#: How many bytes a `text` may have; the shortest holds a word and a Chinese one.
TEXT_SIZES = (16, 1024)

#: Bytes of two blanks, six Chinese characters and a word.
_LARGEST_PIECE = 29


class NoValueLeft(ValueError):
    """There are not enough different values of a kind; `name` is the first that got none."""

    def __init__(self, name: str, kind: str) -> None:
        super().__init__(name, kind)
        self.name = name
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Kind:
    """What `vary` says of one value; `low` and `high` bound a number, `size` is the bytes of a text."""

    name: str
    low: int = 1
    high: int = 999
    size: int = 64

    @property
    def is_number(self) -> bool:
        """Whether the value is a number, not text."""
        return self.name == "number"


class Stream:
    """Choices that depend on nothing but a text."""

    def __init__(self, text: str) -> None:
        from hashlib import sha256  # only who draws pays for it

        self._hash = sha256
        self._text = text.encode("utf-8")
        self._blocks = 0
        self._bytes = b""

    def below(self, bound: int) -> int:
        """A whole number from 0 to `bound` - 1, all equally likely."""
        # Numbers of the last, incomplete round are thrown away, else the low ones would come more often.
        limit = 2**64 - 2**64 % bound
        while True:
            if not self._bytes:
                self._bytes = self._hash(self._text + b"#%d" % self._blocks).digest()
                self._blocks += 1
            number = int.from_bytes(self._bytes[:8], "big")
            self._bytes = self._bytes[8:]
            if number < limit:
                return number % bound

    def choice(self, items: Sequence[Item]) -> Item:
        """One of the items."""
        return items[self.below(len(items))]

    def sample(self, items: Sequence[Item], count: int) -> list[Item]:
        """Different items, in a drawn order."""
        left = list(items)
        return [left.pop(self.below(len(left))) for _number in range(count)]


def _word(stream: Stream) -> str:
    while True:
        syllables = 2 + stream.below(2)
        word = "".join(
            stream.choice(ONSETS) + stream.choice(VOWELS) + stream.choice(CODAS) for _number in range(syllables)
        )
        if 5 <= len(word) <= 9:
            return word


def _chinese(stream: Stream) -> str:
    return "".join(stream.sample(CHINESE, 3))


def _quoted(stream: Stream) -> str:
    first, second, third, fourth = (_word(stream) for _number in range(4))
    # The letter behind the backslash makes an escape of it where quotes are put round by hand.
    fourth = stream.choice("ntubr") + fourth
    return stream.choice(
        (
            f'{first} "{second}" isn\'t {third}\\{fourth}',
            f'{first}\\{fourth} it\'s "{second}" {third}',
            f"{first} '{second}' \"{third}\\{fourth}\"",
        )
    )


def _long(stream: Stream) -> str:
    text = _word(stream)
    while len(text) < 112:
        text += f" {_chinese(stream)} {_word(stream)}"
    return text


def _text(stream: Stream, size: int) -> str:
    text = f"{_word(stream)} {stream.choice(CHINESE)}"
    while (left := size - len(text.encode("utf-8"))) > _LARGEST_PIECE:
        text += f" {_chinese(stream)} {_word(stream)}"
    ending = ""
    while len(ending) < left:
        ending += stream.choice(ONSETS) + stream.choice(VOWELS)
    return text + ending[:left]


_MAKERS: Mapping[str, Callable[[Stream], str]] = {
    "name": lambda stream: stream.choice(NAMES),
    "word": _word,
    "chinese": _chinese,
    "quoted": _quoted,
    "long": _long,
    "emoji": lambda stream: "".join(stream.sample(EMOJI, 3)),
}

#: The kinds of values and what each is, as the JSON Schema says it.
KINDS: Mapping[str, str] = {
    "name": "a person's name in ASCII letters",
    "word": "an ASCII word of 5 to 9 letters",
    "chinese": "a short Chinese text",
    "quoted": "text with both kinds of quotes, a backslash and blanks",
    "long": "about 120 characters, Chinese and ASCII",
    "number": "a whole number, as in `number 1..40`",
    "emoji": "three emoji",
    "text": "Chinese and ASCII of exactly so many bytes in UTF-8, as in `text 1024`",
}

_NUMBER = re.compile(r"number +([0-9]{1,9}) *\.\. *([0-9]{1,9})")
_SIZE = re.compile(r"text +([0-9]{1,9})")


def parse_kind(text: str) -> Kind:
    """`chinese`, `number`, `number 1..40`, `text 1024`.

    Raises:
        ValueError: no such kind; its text says why.
    """
    if text in KINDS:
        return Kind(text)
    bounds, size = _NUMBER.fullmatch(text), _SIZE.fullmatch(text)
    if size:
        if not TEXT_SIZES[0] <= int(size[1]) <= TEXT_SIZES[1]:
            raise ValueError(
                _("a text may have from {low} to {high} bytes").format(low=TEXT_SIZES[0], high=TEXT_SIZES[1])
            )
        return Kind("text", size=int(size[1]))
    if not bounds:
        raise ValueError(_("there is no kind of value `{kind}`").format(kind=text))
    low, high = int(bounds[1]), int(bounds[2])
    if low > high:
        raise ValueError(_("`{kind}` holds no number").format(kind=text))
    return Kind("number", low, high)


def draw(
    vary: Mapping[str, str],
    seed_text: str,
    reserved: Collection[str] = RESERVED,
    literals: Collection[str] = (),
) -> dict[str, Any]:
    """Draws a value of the wanted kind for every name.

    No value is, or has in it, another one or a reserved text, whether in small letters or capitals; and
    no drawn text is part of one of the `literals`, or the other way round.

    Raises:
        ValueError: an unknown kind.
        NoValueLeft: no value is left that differs enough.
    """
    drawn: dict[str, Any] = {}
    for name, text in vary.items():
        kind = parse_kind(text)
        # A stream for each name: a further name changes no other name's value.
        stream = Stream(f"{seed_text}\n{name}")
        for _attempt in range(_TRIES):
            value = _make(stream, kind)
            apart = drawn.values() if kind.is_number else (*drawn.values(), *literals)
            if _fits(str(value), apart, reserved):
                drawn[name] = value
                break
        else:
            raise NoValueLeft(name, text)
    return drawn


def _make(stream: Stream, kind: Kind) -> Any:
    if kind.is_number:
        return kind.low + stream.below(kind.high - kind.low + 1)
    if kind.name == "text":
        return _text(stream, kind.size)
    return _MAKERS[kind.name](stream)


def is_command(line: str, reserved: Iterable[str]) -> bool:
    """Whether a program may take the line for a command."""
    text = line.strip().casefold()
    return not text or text.startswith(COMMAND_MARKS) or any(text == word.strip().casefold() for word in reserved)


def _fits(text: str, apart: Iterable[Any], reserved: Iterable[str]) -> bool:
    small = text.casefold()
    if is_command(text, reserved):
        return False
    if any(word and word.casefold() in small for word in reserved):
        return False
    return not any(small in other or other in small for other in (str(each).casefold() for each in apart))
