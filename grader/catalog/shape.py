"""What a dataclass of the model looks like in YAML.

The type of every key is turned into one of the *forms* below, once.  Reading (`reader`), filling in
values (`binding`) and the JSON Schema (`schema`) all walk these forms and know nothing of the single
classes, so a new kind of step is a new dataclass in `model` and nothing else.

Two rules say how a class stands in YAML.  A class with a key of its own name is *marked* by that key,
which stands among the others: `{program: server.py, listens: 9090/udp}`, `start: server`.  Any other
member of a union is a *verb* with its keys behind it: `type: {into: server, line: hello}`.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

Item = TypeVar("Item")


class Form:
    """How a value is written; see the subclasses."""


@dataclass(eq=False, slots=True)
class Text(Form):
    """Text of some kind.

    `mode` says what it is for: `text` is taken as it is; `line` has no line break; `typed` is a line
    that goes to a keyboard; `escaped` knows \\n, \\t, \\xNN; `pattern` is a regular expression; `hex`
    spells bytes; `file` is a path inside a folder; `vary` is a kind of drawn value; `id` is a name;
    `ip` is an address of this machine; `dotted` and `identifier` are names of Python.
    """

    mode: str = "text"


@dataclass(eq=False, slots=True)
class Reference(Form):
    """The name of an actor of one of these classes; `whole` where a crowd may be meant with all that are in it."""

    kinds: tuple[type, ...]
    whole: bool = False


@dataclass(eq=False, slots=True)
class CheckReference(Form):
    """The name of a check; `counts` where the step counts for it."""

    counts: bool = False


@dataclass(eq=False, slots=True)
class Word(Form):
    """One of a few words."""

    words: tuple[str, ...]


@dataclass(eq=False, slots=True)
class Number(Form):
    """A number within bounds.  `drawn`: a `{name}` may stand for it; `or_any`: the word `any` means None."""

    whole: bool = False
    low: float | None = None
    above: float | None = None
    high: float | None = None
    drawn: bool = False
    or_any: bool = False


@dataclass(eq=False, slots=True)
class Flag(Form):
    """true or false; `always` where false would say nothing."""

    always: bool = False


@dataclass(eq=False, slots=True)
class Json(Form):
    """Any JSON value; `member_wise` an object only."""

    member_wise: bool = False


@dataclass(eq=False, slots=True)
class Listening(Form):
    """`9090/udp` or `any/tcp`."""


@dataclass(eq=False, slots=True)
class Translated(Form):
    """A text in every language of the course."""


@dataclass(eq=False, slots=True)
class Many(Form):
    """A list; with `single`, one item may stand without the brackets."""

    of: Form
    single: bool = False


@dataclass(eq=False, slots=True)
class Table(Form):
    """A mapping whose keys are names that the instructor chooses, of the kind `names`."""

    of: Form
    names: str = "name"


@dataclass(eq=False, slots=True)
class Record(Form):
    """A mapping with the keys of one dataclass."""

    cls: type


@dataclass(eq=False, slots=True)
class Alternatives(Form):
    """One of several dataclasses, told apart by their words (see the head of this file)."""

    classes: tuple[type, ...]


#: `OneOrMore[X]`: a tuple that may be written as its only item.
OneOrMore = Annotated[tuple[Item, ...], "single"]


@dataclass(eq=False, slots=True)
class Key:
    """One key of a class.  `name` stands in YAML, `attribute` in Python.

    `choice` names a group of which exactly one key must stand there; the keys of an `inline` class
    stand among those of the class that holds it.  What is no mapping fills the `short` key.
    """

    name: str
    attribute: str
    form: Form
    doc: str
    example: Any
    required: bool
    choice: str | None
    inline: bool
    short: bool
    default: Any


@dataclass(eq=False, slots=True)
class Shape:
    """A class as it stands in YAML; `word` is its verb, or the key that marks it."""

    cls: type
    word: str
    keys: tuple[Key, ...]
    places: tuple[str, ...]

    @property
    def marked(self) -> bool:
        """Whether a key of its own name tells the class."""
        return any(key.name == self.word for key in self.keys)

    @property
    def bare(self) -> bool:
        """Whether that key is the only one."""
        return self.marked and len(self.keys) == 1

    @property
    def short(self) -> Key | None:
        """The key whose value may stand in place of the whole mapping."""
        return next((key for key in self.keys if key.short), None)

    def written(self) -> Iterator[Key]:
        """The keys as they stand in YAML, those of inline classes among the others."""
        for key in self.keys:
            if key.inline and isinstance(key.form, Record):
                yield from shape_of(key.form.cls).written()
            else:
                yield key

    def choices(self) -> Mapping[str, tuple[str, ...]]:
        """The groups of keys of which exactly one must stand there."""
        groups: dict[str, tuple[str, ...]] = {}
        for key in self.written():
            if key.choice:
                groups[key.choice] = (*groups.get(key.choice, ()), key.name)
        return groups


@cache
def shape_of(cls: type) -> Shape:
    """The shape of a dataclass: its fields made with `key` are keys, the others are filled in by the reader."""
    hints = get_type_hints(cls, include_extras=True)
    own = fields(cls)
    keys = tuple(_key(each, hints[each.name]) for each in own if "doc" in each.metadata)
    word = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()
    return Shape(
        cls, getattr(cls, "shown_as", word), keys, tuple(each.name for each in own if "doc" not in each.metadata)
    )


def _key(each: Field[Any], hint: Any) -> Key:
    optional = each.default is not MISSING or each.default_factory is not MISSING
    default = None
    if optional:
        default = each.default if each.default_factory is MISSING else each.default_factory()
    meta = each.metadata
    return Key(
        name=each.name.rstrip("_"),
        attribute=each.name,
        form=form_of(hint),
        doc=meta["doc"],
        example=meta["example"],
        required=not optional,
        choice=meta.get("choice"),
        inline=bool(meta.get("inline")),
        short=bool(meta.get("short")),
        default=default,
    )


def form_of(hint: Any) -> Form:
    """The form of a type.

    Raises:
        TypeError: the type is none that YAML can be read as.
    """
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _annotated(args)
    if origin in (Union, types.UnionType):
        return _union(tuple(arg for arg in args if arg is not type(None)))
    if origin is Literal:
        return Word(args)
    if origin is tuple:
        return Many(form_of(args[0]))
    if origin is Mapping:
        return Table(form_of(args[1])) if args[1] is not Any else Json(member_wise=True)
    simple: dict[Any, Form] = {str: Text(), int: Number(whole=True), float: Number(), bool: Flag(), Any: Json()}
    if hint in simple:
        return simple[hint]
    if is_dataclass(hint) and isinstance(hint, type):
        return Record(hint)
    raise TypeError(hint)


def _annotated(args: tuple[Any, ...]) -> Form:
    inner, *marks = args
    mark = marks[-1]
    if isinstance(mark, Form):
        return mark
    form = form_of(inner)
    return Many(form.of, single=True) if isinstance(form, Many) and mark == "single" else form


def _union(members: tuple[Any, ...]) -> Form:
    return form_of(members[0]) if len(members) == 1 else Alternatives(members)
