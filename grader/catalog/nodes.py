"""YAML text as a tree in which every value knows its place.

Built from the parser's events, not from PyYAML's objects: what it would make of `on`, `12:30` or
`010` is thus never in the way, duplicate keys show, and the limits below hold while reading, so that
a hostile file costs little.  Only null, true, false and decimal numbers are more than text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from grader.catalog.encoding import decode
from grader.errors import Place, Problem
from grader.messages import _

MAX_DEPTH = 50
MAX_NODES = 50_000
MAX_ALIASES = 20
MAX_DIGITS = 18

#: libyaml where PyYAML was built with it, fifteen times faster; both give the same events.
FAST_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_WORDS = {"": None, "null": None, "true": True, "false": False}


@dataclass(slots=True)
class ScalarNode:
    """Text, a number, true, false or null; `raw` is its text as written."""

    place: Place
    value: bool | int | float | str | None
    raw: str
    size: int = 1
    height: int = 1


@dataclass(slots=True)
class ListNode:
    """A sequence."""

    place: Place
    items: list[Node] = field(default_factory=list)
    size: int = 1
    height: int = 1


@dataclass(slots=True)
class MappingNode:
    """A mapping; its keys are text."""

    place: Place
    members: dict[str, Member] = field(default_factory=dict)
    size: int = 1
    height: int = 1


Node = ScalarNode | ListNode | MappingNode


@dataclass(slots=True)
class Member:
    """One entry of a mapping: where its key stands, and its value."""

    place: Place
    value: Node


class _UnreadableError(Exception):
    """Reading cannot go on."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_nodes(data: bytes, file: str, problems: list[Problem], loader: Any = None) -> Node | None:
    """The tree of a YAML file; None where there is none, and then at least one problem was added.

    `file` is its name in places.  What is wrong is added to `problems`.
    """
    text = decode(data, file, problems)
    if text is None:
        return None
    builder = _Builder(file, problems)
    try:
        return builder.document(yaml.parse(text, Loader=loader or FAST_LOADER))
    except _UnreadableError as unreadable:
        problems.append(unreadable.problem)
    except yaml.YAMLError as error:
        problems.append(_syntax_problem(error, file))
    except (ValueError, OverflowError) as error:
        # PyYAML's pure parser does not check the numbers in escapes such as "\UFFFFFFFF".
        problems.append(Problem(Place(file), _("this is no YAML: {detail}").format(detail=error)))
    return None


class _Builder:
    """Makes nodes of events; recursion is bounded by MAX_DEPTH."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self._file = file
        self._problems = problems
        self._anchors: dict[str, Node | None] = {}
        self._aliases = 0
        self._nodes = 0

    def document(self, events: Iterator[Any]) -> Node | None:
        """The only document of the stream."""
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self._stop(
                        event, _("a second document begins here"), _("one file holds one document; remove `---`")
                    )
                root = self._node(next(events), events, 1)
        if root is None:
            self._problems.append(Problem(Place(self._file), _("the file is empty")))
        return root

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        self._count(event, 1, depth)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, depth)
        if event.tag is not None:
            self._add(event, _("tags such as `{tag}` mean nothing here").format(tag=event.tag), _("remove it"))
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = self._scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self._list(event, events, depth)
        else:
            node = self._mapping(event, events, depth)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _list(self, start: Any, events: Iterator[Any], depth: int) -> ListNode:
        node = ListNode(self._place(start))
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            item = self._node(event, events, depth + 1)
            node.items.append(item)
            node.size += item.size
            node.height = max(node.height, item.height + 1)
        return node

    def _mapping(self, start: Any, events: Iterator[Any], depth: int) -> MappingNode:
        node = MappingNode(self._place(start))
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            name = self._key(event, events, depth)
            value = self._node(next(events), events, depth + 1)
            node.size += value.size
            node.height = max(node.height, value.height + 1)
            if name is None:
                continue
            if name in node.members:
                self._add(
                    event,
                    _("the key `{key}` stands here twice").format(key=name),
                    _("the first one is in line {line}; remove one of them").format(line=node.members[name].place.line),
                )
            else:
                node.members[name] = Member(self._place(event), value)
        return node

    def _key(self, event: Any, events: Iterator[Any], depth: int) -> str | None:
        """The key's text; None where it is no text, which is a problem of its own."""
        node = self._node(event, events, depth + 1)
        if not isinstance(node, ScalarNode):
            self._add(event, _("a key must be text"), _("brackets, braces or `?` stand where a key should"))
            return None
        if not isinstance(node.value, str):
            what = node.raw or _("nothing")
            self._add(
                event,
                _("a key must be text, here is {found}").format(found=what),
                _('quote it: "{raw}"').format(raw=node.raw),
            )
            return None
        if node.value == "<<" and event.implicit[0]:
            self._add(event, _("merging with `<<` is not known here"), _("write the keys out"))
            return None
        return node.value

    def _alias(self, event: Any, depth: int) -> Node:
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            self._stop(
                event,
                _("more than {limit} aliases (`*name`) in one file").format(limit=MAX_ALIASES),
                _("write the values out"),
            )
        node = self._anchors.get(event.anchor)
        if node is None:
            message = (
                _("the alias `*{name}` stands inside of what it names")
                if event.anchor in self._anchors
                else _("there is no `&{name}` before this alias")
            )
            self._stop(event, message.format(name=event.anchor), _("a text that begins with `*` must be quoted"))
        assert node is not None
        # What it stands for counts as if it were written out: that is what reading it costs.
        self._count(event, node.size, depth + node.height - 1)
        return node

    def _scalar(self, event: Any) -> ScalarNode:
        raw: str = event.value
        value: bool | int | float | str | None = raw
        if event.implicit[0]:
            if raw in _WORDS:
                value = _WORDS[raw]
            elif _FLOAT.fullmatch(raw):
                value = self._number(event, raw)
        elif any("\ud800" <= character <= "\udfff" for character in raw):
            self._add(event, _("this text holds half a character (a surrogate)"), _("write the character itself"))
            value = ""
        return ScalarNode(self._place(event), value, raw)

    def _number(self, event: Any, raw: str) -> int | float:
        number: int | float = int(raw) if _INTEGER.fullmatch(raw) and len(raw) <= MAX_DIGITS else float(raw)
        if len(raw) > MAX_DIGITS or number in (float("inf"), float("-inf")):
            self._add(
                event,
                _("a number may have at most {limit} digits").format(limit=MAX_DIGITS),
                _("quote it if it is text"),
            )
            return 0
        return number

    def _count(self, event: Any, nodes: int, depth: int) -> None:
        self._nodes += nodes
        if depth > MAX_DEPTH:
            self._stop(event, _("nested more than {limit} deep").format(limit=MAX_DEPTH), _("no course needs that"))
        if self._nodes > MAX_NODES:
            self._stop(
                event, _("more than {limit} values in one file").format(limit=MAX_NODES), _("no course needs that")
            )

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self._file, mark.line + 1, mark.column + 1)

    def _add(self, event: Any, message: str, remedy: str) -> None:
        self._problems.append(Problem(self._place(event), message, remedy))

    def _stop(self, event: Any, message: str, remedy: str) -> None:
        raise _UnreadableError(Problem(self._place(event), message, remedy))


def _syntax_problem(error: yaml.YAMLError, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    detail = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "")
    context = getattr(error, "context", None)
    text = f"{context}: {detail}" if context else detail
    return Problem(place, _("this is no YAML: {detail}").format(detail=text), _remedy(text, error))


def _remedy(detail: str, error: yaml.YAMLError) -> str:
    begun = getattr(error, "context_mark", None)
    line = begun.line + 1 if begun else 0
    if "quoted scalar" in detail and "end of stream" in detail:
        return _("the quote that opens in line {line} is never closed").format(line=line)
    if "escape" in detail:
        return _("in double quotes a backslash is written twice; in single quotes it stands for itself")
    if "nesting depth" in detail:
        return _("no course needs that")
    if "mapping values are not allowed" in detail:
        return _("a text with a colon and a blank in it must be quoted; else the indentation is wrong")
    if "cannot start any token" in detail:
        return _("a text that begins with one of @ ` % must be quoted, and a tab is no indentation")
    if "alias" in detail or "anchor" in detail:
        return _("a text that begins with `*` or `&` must be quoted")
    if "flow sequence" in detail or "flow mapping" in detail:
        return _("a bracket or brace that opens in line {line} is not closed, or a comma is missing").format(line=line)
    if "block mapping" in detail or "block collection" in detail or "simple key" in detail:
        return _("look at the indentation of this line and the one before, and for a missing colon")
    return ""
