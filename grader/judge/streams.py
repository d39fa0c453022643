"""What a look reads from: a program's screen and a peer's datagrams, each with its cursor."""

from __future__ import annotations

import codecs
import json
import re
from typing import Any

from grader.judge.expectations import Payload, Prints

#: Terminal control sequences (ECMA-48: CSI, OSC, two-character escapes) and what else is no text.
_CONTROL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\^_]|[\r\x00]")
_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]{0,256})?$")

#: JSON from a student: nothing deeper or larger is looked into.
_MOST_JSON = 64 * 1024


class Screen:
    """A program's output as text without control sequences; `cursor` is how far looks have read."""

    def __init__(self) -> None:
        self.text = ""
        self.cursor = 0
        self.raw = b""
        self.raw_cursor = 0
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
        return self.text[self.cursor :]

    def take(self, prints: Prints) -> bool:
        """Moves the cursor past the first line that holds all that is asked for, if there is one."""
        at = self.cursor
        for line in self.behind.split("\n"):
            end = _end_in_line(line, prints)
            if end is not None:
                self.cursor = at + end
                self.raw_cursor = len(self.raw)
                return True
            at += len(line) + 1
        return False


def _end_in_line(line: str, prints: Prints) -> int | None:
    """Where in a line the last of all texts ends, or None when one is missing."""
    end = 0
    for text in prints.texts:
        found = line.find(text)
        if found < 0:
            return None
        end = max(end, found + len(text))
    if prints.matches is not None:
        found_match = re.search(prints.matches, line)
        if found_match is None:
            return None
        end = max(end, found_match.end())
    return end


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
