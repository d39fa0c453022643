"""From nodes to the values of the model, by their forms; every problem is noted and reading goes on.

A value that cannot be read is BROKEN, and so is what holds it; what stands beside it is still read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from grader.catalog import rules, texts
from grader.catalog.model import Each, Listens
from grader.catalog.nodes import ListNode, MappingNode, Member, Node, ScalarNode
from grader.catalog.scope import Scope, listed, suggest
from grader.catalog.shape import (
    Alternatives,
    CheckReference,
    Flag,
    Form,
    Json,
    Key,
    Listening,
    Many,
    Number,
    Record,
    Reference,
    Shape,
    Table,
    Text,
    Translated,
    Word,
    shape_of,
)
from grader.catalog.templates import only_slot
from grader.errors import Place
from grader.messages import LANGUAGES, _


class Broken:
    """The type of BROKEN."""


#: Stands for a value that could not be read; the reason has been noted.
BROKEN: Final = Broken()


class Reader:
    """Reads the values of one file."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def value(self, node: Node, form: Form, name: str) -> Any:
        """The value of the key `name`, or BROKEN."""
        match form:
            case Record():
                return self.record(node, form.cls, node.place, {"place": node.place})
            case Alternatives():
                return self.alternative(node, form, node.place, {"place": node.place})
            case Table():
                return self._table(node, form, name)
            case Many():
                return self._many(node, form, name)
            case Json():
                return self._json(node, form, name)
            case Translated():
                return self._translated(node, name)
            case Reference():
                return self._reference(node, form, name)
            case CheckReference():
                return self._check_reference(node, form, name)
            case _:
                return self._scalar(node, form, name)

    def _scalar(self, node: Node, form: Form, name: str) -> Any:
        match form:
            case Text():
                return self._text(node, form, name)
            case Word():
                return self._word(node, form, name)
            case Number():
                return self._number(node, form, name)
            case Flag():
                return self._flag(node, form, name)
            case Listening():
                return self._listening(node, name)
            case _:
                raise TypeError(form)

    # --- mappings with known keys ---

    def members(self, node: Node, cls: type, place: Place) -> dict[str, Member]:
        """The entries that `cls` knows, after noting those that it does not know and those that lack."""
        shape = shape_of(cls)
        if not isinstance(node, MappingNode):
            self._unlike(node, place, shape.word, _keys_wanted(shape))
            return {}
        return self._known(node.members, shape, place)

    def record(self, node: Node, cls: type, place: Place, filled: Mapping[str, Any]) -> Any:
        """An object of `cls`; `filled` gives the fields that are no keys, `place` is what names it."""
        shape = shape_of(cls)
        if shape.short and not isinstance(node, MappingNode) and not (isinstance(node, ScalarNode) and not node.raw):
            node = MappingNode(node.place, {shape.short.name: Member(node.place, node)})
        if not isinstance(node, MappingNode):
            return self._unlike(node, place, shape.word, _keys_wanted(shape))
        before = len(self._scope.problems)
        members = self._known(node.members, shape, place)
        turn = getattr(members["of"].value, "value", None) if cls is Each and "of" in members else None
        if isinstance(turn, str):
            self._scope.turns.append(turn)
        built = self._build(cls, members, filled, before)
        if isinstance(turn, str):
            self._scope.turns.pop()
        return BROKEN if len(self._scope.problems) > before else built

    def _build(self, cls: type, members: Mapping[str, Member], filled: Mapping[str, Any], before: int) -> Any:
        """The object, unless there are more problems than the `before` that were known when its mapping began."""
        shape = shape_of(cls)
        defaults = self._scope.defaults(cls)
        given: dict[str, Any] = {name: filled[name] for name in shape.places if name in filled}
        for key in shape.keys:
            if key.inline and isinstance(key.form, Record):
                given[key.attribute] = self._build(key.form.cls, members, filled, before)
            elif key.name in members:
                given[key.attribute] = self.value(members[key.name].value, key.form, key.name)
                self._count(cls, key, given[key.attribute])
            elif not key.required:
                given[key.attribute] = getattr(defaults, key.attribute, key.default)
        if len(self._scope.problems) > before or any(key.attribute not in given for key in shape.keys):
            return BROKEN
        built = cls(**given)
        rules.check(built, {name: member.value.place for name, member in members.items()}, self._scope)
        return built

    def _known(self, members: Mapping[str, Member], shape: Shape, place: Place) -> dict[str, Member]:
        keys = {key.name: key for key in shape.written()}
        for name, member in members.items():
            if name not in keys:
                self._scope.add(
                    member.place,
                    _("`{where}` has no key `{key}`").format(where=shape.word, key=name),
                    suggest(name, keys),
                )
        for key in keys.values():
            if key.required and key.name not in members:
                self._scope.add(
                    place,
                    _("`{where}` needs the key `{key}`").format(where=shape.word, key=key.name),
                    _example(key),
                )
        for choice in shape.choices().values():
            self._choose([name for name in members if name in choice], choice, members, shape, place)
        known = {name: member for name, member in members.items() if name in keys}
        for name, member in list(known.items()):
            if isinstance(member.value, ScalarNode) and member.value.value is None:
                known.pop(name)
                self._scope.add(
                    member.value.place,
                    _("nothing stands behind `{key}:`").format(key=name),
                    _example(keys[name]) if keys[name].required else _("leave the key out, or give it a value"),
                )
        return known

    def _choose(
        self, given: list[str], choice: Iterable[str], members: Mapping[str, Member], shape: Shape, place: Place
    ) -> None:
        if len(given) == 1:
            return
        message = _("`{where}` needs exactly one of {keys}").format(where=shape.word, keys=listed(choice))
        if given:
            self._scope.add(
                members[given[1]].place,
                message,
                _("here are {keys}; remove all but one").format(keys=listed(given)),
            )
        else:
            self._scope.add(place, message, _("add one of them"))

    def _count(self, cls: type, key: Key, value: Any) -> None:
        if isinstance(key.form, CheckReference) and key.form.counts and isinstance(value, str):
            self._scope.counted.setdefault(value, []).append(cls)

    # --- forms ---

    def _table(self, node: Node, form: Table, name: str) -> Any:
        if not isinstance(node, MappingNode) or not node.members:
            return self._unlike(node, node.place, name, _("a mapping of names, each with what it is"))
        read: dict[str, Any] = {}
        for each, member in node.members.items():
            texts.check_name(each, form.names, self._spot(name, member.place))
            read[each] = self.entry(each, member, form.of)
        return BROKEN if any(value is BROKEN for value in read.values()) else read

    def entry(self, name: str, member: Member, form: Form) -> Any:
        """What stands behind a name that the instructor chose."""
        filled = {"name": name, "id": name, "place": member.place, "hidden": self._scope.hidden}
        if isinstance(form, Record):
            return self.record(member.value, form.cls, member.place, filled)
        if isinstance(form, Alternatives):
            return self.alternative(member.value, form, member.place, filled)
        return self.value(member.value, form, name)

    def alternative(self, node: Node, form: Alternatives, place: Place, filled: Mapping[str, Any]) -> Any:
        """An object of one of several classes, told apart by their words."""
        shapes = {shape.word: shape for shape in map(shape_of, form.classes)}
        if not isinstance(node, MappingNode) or not node.members:
            return self._unlike(node, place, "", _("one of {words}").format(words=listed(shapes)))
        words = [word for word in node.members if word in shapes]
        if not words:
            first = next(iter(node.members))
            self._scope.add(
                node.members[first].place,
                _("`{word}` is not known here").format(word=first),
                suggest(first, shapes),
            )
            return BROKEN
        shape = shapes[words[0]]
        # A marked class has its other keys beside the mark; beside a verb stands nothing.
        own = {key.name for key in shape.written()} if shape.marked else {shape.word}
        others = [each for each in node.members if each not in own and (each in shapes or not shape.marked)]
        if others:
            self._scope.add(
                node.members[others[0]].place,
                _("`{word}` and `{other}` cannot stand together").format(word=shape.word, other=others[0]),
                _("another step begins with `- `; a key of `{word}` is indented further").format(word=shape.word)
                if any(not each.marked for each in shapes.values())
                else _("remove one of them"),
            )
            return BROKEN
        if shape.marked:
            return self.record(node, shape.cls, place, filled)
        member = node.members[shape.word]
        return self.record(member.value, shape.cls, member.place, {**filled, "place": member.place})

    def _many(self, node: Node, form: Many, name: str) -> Any:
        if form.single and not isinstance(node, ListNode):
            value = self.value(node, form.of, name)
            return BROKEN if value is BROKEN else (value,)
        if not isinstance(node, ListNode) or not node.items:
            return self._unlike(node, node.place, name, _("a list of at least one item"))
        items = [self.value(item, form.of, name) for item in node.items]
        if any(item is BROKEN for item in items):
            return BROKEN
        if isinstance(form.of, (Reference, CheckReference, Text)):
            for index, item in enumerate(items):
                if item in items[:index]:
                    self._scope.add(
                        node.items[index].place, _("`{name}` stands here twice").format(name=item), _("remove one")
                    )
                    return BROKEN
        return tuple(items)

    def _text(self, node: Node, form: Text, name: str) -> Any:
        if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
            return self._unlike(node, node.place, name, _("text"), texts.remedy_for_text(node))
        return node.value if texts.check(node.value, form.mode, self._spot(name, node.place)) else BROKEN

    def _reference(self, node: Node, form: Reference, name: str) -> Any:
        kinds = _(" or ").join(_(getattr(kind, "kind", "")) for kind in form.kinds)
        if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
            return self._unlike(node, node.place, name, _("the name of {kinds}").format(kinds=kinds))
        classes = self._scope.actor_classes
        possible = [actor for actor, cls in classes.items() if cls in form.kinds]
        if node.value not in classes:
            self._scope.add(
                node.place, _("there is no actor `{name}`").format(name=node.value), suggest(node.value, possible)
            )
            return BROKEN
        cls = classes[node.value]
        if cls is not None and cls not in form.kinds:
            self._scope.add(
                node.place,
                _("`{key}` must name {kinds}, but `{name}` is {kind}").format(
                    key=name, kinds=kinds, name=node.value, kind=_(getattr(cls, "kind", ""))
                ),
                _("possible: {names}").format(names=listed(possible)) if possible else "",
            )
            return BROKEN
        count = None if form.whole else self._scope.crowd(node.value)
        if count is not None:
            self._scope.add(
                node.place,
                _("`{name}` is a crowd of {count}; which of them is meant?").format(name=node.value, count=count),
                _("put the step into `each: {{of: {name}, steps: [...]}}`").format(name=node.value),
            )
            return BROKEN
        return node.value

    def _check_reference(self, node: Node, form: CheckReference, name: str) -> Any:
        checks = self._scope.checks
        if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
            return self._unlike(node, node.place, name, _("the name of a check"))
        mine = [check for check, hidden in checks.items() if hidden == self._scope.hidden or not form.counts]
        if node.value not in checks:
            self._scope.add(
                node.place, _("there is no check `{name}`").format(name=node.value), suggest(node.value, mine)
            )
            return BROKEN
        if node.value not in mine:
            self._scope.add(
                node.place,
                _("a hidden run counts for hidden checks only, and `{name}` is public").format(name=node.value),
                suggest(node.value, mine),
            )
            return BROKEN
        return node.value

    def _word(self, node: Node, form: Word, name: str) -> Any:
        found = node.value if isinstance(node, ScalarNode) else None
        if isinstance(found, str) and found in form.words:
            return found
        remedy = suggest(found, form.words) if isinstance(found, str) else ""
        return self._unlike(node, node.place, name, _("one of {words}").format(words=listed(form.words)), remedy)

    def _flag(self, node: Node, form: Flag, name: str) -> Any:
        if isinstance(node, ScalarNode) and isinstance(node.value, bool) and (node.value or not form.always):
            return node.value
        if form.always:
            return self._unlike(node, node.place, name, "true", _("else leave it out"))
        return self._unlike(node, node.place, name, _("true or false"))

    def _number(self, node: Node, form: Number, name: str) -> Any:
        found = node.value if isinstance(node, ScalarNode) else None
        if isinstance(found, str):
            if form.or_any and found == "any":
                return None
            slot = only_slot(found) if form.drawn else None
            if slot and self._scope.values is not None:
                return found if texts.check_number_slot(slot, self._spot(name, node.place)) else BROKEN
        wrong = isinstance(found, bool) or not isinstance(found, (int, float)) or (form.whole and int(found) != found)
        if wrong or not texts.within(form, found):
            return self._unlike(node, node.place, name, texts.number_wanted(form))
        return int(found) if form.whole else float(found)  # type: ignore[arg-type]  # mypy cannot follow `wrong`

    def _listening(self, node: Node, name: str) -> Any:
        found = node.value if isinstance(node, ScalarNode) else None
        match = re.fullmatch(r"(any|[0-9]{1,5})/(udp|tcp)", found) if isinstance(found, str) else None
        if not match or (match[1] != "any" and not 1 <= int(match[1]) <= 65535):
            wanted = _("PORT/udp, PORT/tcp, any/udp or any/tcp, with a port from 1 to 65535")
            return self._unlike(node, node.place, name, wanted, _("for example {example}").format(example="9090/udp"))
        return Listens(None if match[1] == "any" else int(match[1]), match[2])

    def _translated(self, node: Node, name: str) -> Any:
        wanted = _("a text in each language: {{en: ..., zh: ...}}").format()
        if not isinstance(node, MappingNode) or not node.members:
            return self._unlike(node, node.place, name, wanted)
        read: dict[str, Any] = {}
        for language, member in node.members.items():
            if language not in LANGUAGES:
                self._scope.add(
                    member.place,
                    _("`{language}` is no language of this grader").format(language=language),
                    suggest(language, LANGUAGES),
                )
                read[language] = BROKEN
            else:
                read[language] = self.value(member.value, Text("shown"), language)
        for language in LANGUAGES:
            # A language that is misspelled is not missing as well.
            if language not in read and set(read) <= set(LANGUAGES):
                self._scope.add(
                    node.place,
                    _("the {language} text of `{key}` is missing").format(language=language, key=name),
                    _("add `{language}: ...`").format(language=language),
                )
                read[language] = BROKEN
        return BROKEN if any(text is BROKEN for text in read.values()) else read

    def _json(self, node: Node, form: Json, name: str) -> Any:
        if form.member_wise and not isinstance(node, MappingNode):
            return self._unlike(node, node.place, name, _("a JSON object"))
        return self._plain(node)

    def _plain(self, node: Node) -> Any:
        if isinstance(node, ListNode):
            items = [self._plain(item) for item in node.items]
            return BROKEN if any(item is BROKEN for item in items) else items
        if isinstance(node, MappingNode):
            members = {}
            for name, member in node.members.items():
                sound = texts.check(name, "json", self._spot(name, member.place))
                members[name] = self._plain(member.value) if sound else BROKEN
            return BROKEN if any(value is BROKEN for value in members.values()) else members
        if isinstance(node.value, str) and not texts.check(node.value, "json", self._spot("json", node.place)):
            return BROKEN
        return node.value

    def _spot(self, key: str, place: Place) -> texts.Spot:
        return texts.Spot(key, place, self._scope)

    def _unlike(self, node: Node, place: Place, name: str, wanted: str, remedy: str = "") -> Any:
        found = texts.described(node)
        if name:
            message = _("`{key}` must be {wanted}; here is {found}").format(key=name, wanted=wanted, found=found)
        else:
            message = _("here must stand {wanted}, not {found}").format(wanted=wanted, found=found)
        self._scope.add(place, message, remedy)
        return BROKEN


def _keys_wanted(shape: Shape) -> str:
    return _("a mapping with the keys {keys}").format(keys=listed(key.name for key in shape.written()))


def _example(key: Key) -> str:
    import json  # only mistakes pay for it

    if key.example is None:
        return ""
    return _("for example `{key}: {example}`").format(key=key.name, example=json.dumps(key.example, ensure_ascii=False))
