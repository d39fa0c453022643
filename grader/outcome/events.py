"""Events and transcripts: what happened in one run, in order.

The kinds of events and their fields are listed in docs/events.md; a test holds that table against
the kinds that the grader writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    `t` is in seconds since the run began; `actor` is who it concerns ("" for the grader's own
    marks); `fields` hold what the kind asks for.  A field named `data` holds bytes.
    """

    t: float
    actor: str
    kind: str
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def data(self) -> bytes:
        """The bytes that were written, sent or received (empty for kinds without any)."""
        found = self.fields.get("data", b"")
        return found if isinstance(found, bytes) else b""

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values: bytes become `text` where they are UTF-8, else `hex`."""
        plain: dict[str, Any] = {"t": round(self.t, 6), "actor": self.actor, "kind": self.kind}
        for name, value in self.fields.items():
            if not isinstance(value, bytes):
                plain[name] = value
                continue
            try:
                plain["text"] = value.decode("utf-8")
            except UnicodeDecodeError:
                plain["hex"] = value.hex()
        return plain

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Event:
        """The reverse of `to_json`."""
        fields = {name: value for name, value in plain.items() if name not in ("t", "actor", "kind")}
        if "hex" in fields:
            fields["data"] = bytes.fromhex(fields.pop("hex"))
        elif "text" in fields:
            fields["data"] = fields.pop("text").encode("utf-8")
        return cls(float(plain["t"]), plain["actor"], plain["kind"], fields)


class Transcript(list[Event]):
    """The events of one run in the order in which the grader learnt of them."""

    def to_json(self) -> list[dict[str, Any]]:
        """A list of plain JSON objects."""
        return [event.to_json() for event in self]

    def to_lines(self) -> str:
        """JSON lines, the form in which a transcript is saved."""
        return "".join(json.dumps(event.to_json(), ensure_ascii=False) + "\n" for event in self)

    @classmethod
    def from_json(cls, plain: Iterable[Mapping[str, Any]]) -> Transcript:
        """The reverse of `to_json`."""
        return cls(Event.from_json(event) for event in plain)

    @classmethod
    def from_lines(cls, text: str) -> Transcript:
        """The reverse of `to_lines`."""
        # Not splitlines(): a text within a line may hold U+2028 and the like.
        return cls.from_json(json.loads(line) for line in text.split("\n") if line)
