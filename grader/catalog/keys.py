"""How a key of the model is written down, and the kinds of values that many keys share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Any

from grader.catalog.shape import CheckReference, Flag, Number, Table, Text, Translated


def key(
    doc: str,
    example: Any = None,
    *,
    choice: str | None = None,
    inline: bool = False,
    short: bool = False,
    **default: Any,
) -> Any:
    """A field with what the JSON Schema says of it; without `default` the key is required.

    Of the keys with the same `choice` exactly one must stand there.  The keys of an `inline` class
    stand among those of the class that holds it.  What is no mapping, where one is wanted, is the
    value of the `short` key: `close: ann` for `close: {who: ann}`.
    """
    meta = {"doc": doc, "example": example, "choice": choice, "inline": inline, "short": short}
    return field(metadata=meta, **default)


#: A text in the languages of the course, {"en": ..., "zh": ...}.
Localized = Annotated[Mapping[str, str], Translated()]

# What a text is for decides how it is checked and how drawn values are put into it.
Name = Annotated[str, Text("id")]
FileName = Annotated[str, Text("file")]
Line = Annotated[str, Text("line")]
TypedLine = Annotated[str, Text("typed")]
EscapedText = Annotated[str, Text("escaped")]
Pattern = Annotated[str, Text("pattern")]
HexBytes = Annotated[str, Text("hex")]
Loopback = Annotated[str, Text("ip")]
DottedName = Annotated[str, Text("dotted")]
Identifier = Annotated[str, Text("identifier")]
CheckName = Annotated[str, CheckReference()]
CountsFor = Annotated[str, CheckReference(counts=True)]
Vary = Annotated[Mapping[str, str], Table(Text("vary"), names="value")]
Seconds = Annotated[float, Number(above=0, high=3600)]
Share = Annotated[float, Number(low=0, high=1)]
Port = Annotated[int, Number(whole=True, low=1, high=65535)]
Crowd = Annotated[int | None, Number(whole=True, low=1, high=500)]
Status = Annotated[int | None, Number(whole=True, low=0, high=255, drawn=True, or_any=True)]
OnlyTrue = Annotated[bool, Flag(always=True)]
