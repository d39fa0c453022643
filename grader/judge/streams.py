"""What a look reads from: a program's screen and a peer's datagrams, each with its cursor."""

from __future__ import annotations

import codecs
import json
import re
from typing import Any

from grader.judge.expectations import Payload, Prints

#: Terminal control sequences (ECMA-48 and ECMA-35: CSI, OSC, short escapes) and what else is no text.  None of them
#: holds a line feed: one that never ends hides no further lines.
_CONTROL = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)|\x1b[ -/]+[0-~]|\x1b[0-Z\\^-~]|[\r\x00]"
)
_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b\n]*\x1b?|[ -/]*)$")

#: JSON from a student: nothing deeper or larger is looked into.
_MOST_JSON = 64 * 1024


class Screen:
    """A program's output as text without control sequences.

    `cursor` is how far looks have read.  What a look takes stays its own, but the cursor moves past it
    only with `move`: looks that are open together read the same text, in any order.
    """

    def __init__(self) -> None:
        self.text = ""
        self.cursor = 0
        self.raw = b""
        self._taken: list[tuple[int, int]] = []
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""

    def feed(self, data: bytes) -> None:
        """Takes output in; a sequence that is not complete yet is held back."""
        self.raw += data
        text = self._held + self._decoder.decode(data)
        unfinished = _UNFINISHED.search(text)
        cut = unfinished.start() if unfinished else len(text)
        self._held = text[cut:]
        self.text += _CONTROL.sub("", text[:cut])

    @property
    def behind(self) -> str:
        """What no look has read yet."""
        pieces, at = [], self.cursor
        for start, end in sorted(self._taken):
            pieces.append(self.text[at:start])
            at = end
        return "".join((*pieces, self.text[at:]))

    @property
    def raw_behind(self) -> bytes:
        """The bytes of the lines that are not read to their ends, for text in another encoding.

        Lines are the same in bytes and text: no decoding error and no control sequence swallows a line feed.
        """
        return self.raw.split(b"\n", self.text.count("\n", 0, self.cursor))[-1]

    def take(self, prints: Prints) -> bool:
        """Takes the first line that holds all that is asked for and no look has taken, if there is one."""
        at = self.cursor
        for line in self._untaken().split("\n"):
            spans = _spans_in_line(line, prints)
            if spans is not None:
                self._taken += [(at + start, at + end) for start, end in spans]
                return True
            at += len(line) + 1
        return False

    def _untaken(self) -> str:
        """What is behind the cursor, with blanks that match no text where something was taken."""
        text = self.text[self.cursor :]
        for start, end in self._taken:
            text = text[: start - self.cursor] + "\0" * (end - start) + text[end - self.cursor :]
        return text

    def move(self) -> None:
        """Moves the cursor past all that was taken."""
        self.cursor = max((end for _start, end in self._taken), default=self.cursor)
        self._taken.clear()

    def move_to_end(self) -> None:
        """Moves the cursor past everything."""
        self.cursor = len(self.text)
        self._taken.clear()


def _spans_in_line(line: str, prints: Prints) -> list[tuple[int, int]] | None:
    """Where in a line all texts stand, or None when one is missing."""
    spans = []
    for text in prints.texts:
        found = line.find(text)
        if found < 0:
            return None
        spans.append((found, found + len(text)))
    if prints.matches is not None:
        found_match = re.search(prints.matches, line)
        if found_match is None:
            return None
        spans.append(found_match.span())
    return spans


class Inbox:
    """The datagrams that a peer got, with the index of the event of each; `cursor` counts those read."""

    def __init__(self) -> None:
        self.datagrams: list[tuple[int, bytes]] = []
        self.cursor = 0
        self.accepted: list[bytes] = []

    def feed(self, index: int, data: bytes) -> None:
        """Takes a datagram in."""
        self.datagrams.append((index, data))

    @property
    def behind(self) -> list[tuple[int, bytes]]:
        """The datagrams that no look has read yet."""
        return self.datagrams[self.cursor :]


class Stream:
    """What a TCP peer got, over all its connections; `cursor` is how far looks have read.

    `connections` counts those that were made, `met` those that a look has asked for; `end` says how
    the newest one ended (`closed`, `reset`, `refused`), `end_read` whether a look has asked for it.
    """

    def __init__(self) -> None:
        self.data = b""
        self.cursor = 0
        self.arrived = 0
        self.connections = 0
        self.met = 0
        self.end: str | None = None
        self.end_read = False

    def connect(self, index: int) -> None:
        """A new connection; what came on the one before stays to be read."""
        self.end, self.end_read = None, False
        self.connections += 1
        self.arrived = index

    def feed(self, index: int, data: bytes) -> None:
        """Takes bytes in."""
        self.data += data
        self.arrived = index

    def finish(self, index: int, how: str) -> None:
        """The connection is over."""
        self.end, self.end_read = how, False
        self.arrived = index

    @property
    def behind(self) -> bytes:
        """The bytes that no look has read yet."""
        return self.data[self.cursor :]

    def take(self, payload: Payload) -> bool | None:
        """Reads what is asked for: True when it is there, False when something else is, None when more may come."""
        if payload.matches is not None or payload.line is not None:
            return self._take_text(payload)
        return self._take_exactly(_exact(payload))

    def _take_exactly(self, wanted: bytes) -> bool | None:
        have = self.behind
        if have.startswith(wanted):
            self.cursor += len(wanted)
            return True
        return None if wanted.startswith(have) else False

    def _take_text(self, payload: Payload) -> bool | None:
        have = self.behind
        if payload.line is not None:
            line, end, _rest = have.partition(b"\n")
            if not end:
                return None
            right = line.removesuffix(b"\r") == payload.line.encode("utf-8")
            self.cursor += len(line) + 1 if right else 0
            return right
        found = re.search(payload.matches or "", have.decode("utf-8", "replace"))
        if found is None:
            return None
        self.cursor = len(self.data)
        return True

    def drop(self) -> bytes:
        """Gives up what has not been read, and says what it was."""
        dropped, self.cursor = self.behind, len(self.data)
        return dropped


def _exact(payload: Payload) -> bytes:
    if payload.hex is not None:
        return bytes.fromhex(payload.hex)
    if payload.text is not None:
        return payload.text.encode("utf-8")
    return json.dumps(payload.json, ensure_ascii=False).encode("utf-8")


def read_json(data: bytes) -> Any:
    """The JSON value in a datagram.

    Raises:
        ValueError: it is not JSON in UTF-8, or deeper or larger than anything that the course sends.
    """
    if len(data) > _MOST_JSON:
        raise ValueError("too large")
    try:
        return json.loads(data.decode("utf-8"))
    except RecursionError:
        raise ValueError("too deep") from None


def same(expected: Any, actual: Any) -> bool:
    """Equal as JSON values: 1 is not true, and 1 is not 1.0 written differently but the same number."""
    if isinstance(expected, bool) or isinstance(actual, bool):
        return expected is actual
    if isinstance(expected, dict) and isinstance(actual, dict):
        return expected.keys() == actual.keys() and all(same(value, actual[name]) for name, value in expected.items())
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(map(same, expected, actual))
    return bool(expected == actual)


def fits(payload: Payload, data: bytes) -> bool:
    """Whether bytes are what a look asks for."""
    if payload.hex is not None:
        return data == bytes.fromhex(payload.hex)
    try:
        if payload.text is not None:
            return data.decode("utf-8") == payload.text
        if payload.line is not None:
            return data.decode("utf-8").rstrip("\r\n") == payload.line
        if payload.matches is not None:
            return re.search(payload.matches, data.decode("utf-8")) is not None
        value = read_json(data)
    except ValueError:
        return False
    if payload.json_has is not None:
        return isinstance(value, dict) and all(
            name in value and same(wanted, value[name]) for name, wanted in payload.json_has.items()
        )
    return same(payload.json, value)
