"""JSON Schemas (draft 2020-12) of the three files, made from the same classes that the loader reads by.

Editors complete keys and show their descriptions from these (`grader schema`).  They say what a
single value must be; what must hold between values only the loader knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from grader.catalog.model import Actor, CourseFile, ExerciseFile, HiddenFile, Source, Step
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
from grader.catalog.texts import (
    DOTTED_PATTERN,
    FILE_PATTERN,
    HEX_PATTERN,
    IDENTIFIER_PATTERN,
    LOOPBACK_PATTERN,
    NAME_PATTERNS,
)
from grader.catalog.values import KINDS
from grader.messages import LANGUAGES

Schema = dict[str, Any]

#: What can be asked for, with the file that it describes.
FILES: Mapping[str, type] = {"exercise": ExerciseFile, "hidden": HiddenFile, "course": CourseFile}

#: What a choice between classes is called.
_UNIONS: Mapping[tuple[type, ...], str] = {
    get_args(Actor): "Actor",
    get_args(Step): "Step",
    (Source,): "Fact",
}

_LANGUAGE_NAMES = {"en": "English", "zh": "Chinese"}

_SLOT = r"^\{[A-Za-z][A-Za-z0-9_]*\}$"
_KIND = rf"^({'|'.join(KINDS)}|number +[0-9]{{1,9}} *\.\. *[0-9]{{1,9}}|text +[0-9]{{2,4}})$"


def schema_of(file: str) -> Schema:
    """The schema of one of `FILES`."""
    maker = _Maker()
    cls = FILES[file]
    schema = maker.record(shape_of(cls))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": _summary(cls),
        **schema,
        "$defs": dict(sorted(maker.definitions.items())),
    }


class _Maker:
    """Makes one schema; the classes that it meets become its definitions."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def record(self, shape: Shape) -> Schema:
        """A mapping with the keys of a class."""
        schema: Schema = {
            "description": _summary(shape.cls),
            "type": "object",
            "properties": {key.name: self._key(key) for key in shape.written()},
            "required": [key.name for key in shape.written() if key.required],
            "additionalProperties": False,
        }
        choices = [{"oneOf": [{"required": [name]} for name in names]} for names in shape.choices().values()]
        if choices:
            schema["allOf"] = choices
        return schema

    def _key(self, key: Key) -> Schema:
        examples = {} if key.example is None else {"examples": [key.example]}
        return {**self._form(key.form), "description": key.doc, **examples}

    def _form(self, form: Form) -> Schema:
        match form:
            case Record():
                return self._reference(form.cls)
            case Alternatives():
                return self._alternatives(form)
            case Many():
                items = {"type": "array", "items": self._form(form.of), "minItems": 1}
                return {"anyOf": [self._form(form.of), items]} if form.single else items
            case Table():
                names = {"pattern": f"^{NAME_PATTERNS[form.names]}$"}
                return {
                    "type": "object",
                    "propertyNames": names,
                    "additionalProperties": self._form(form.of),
                    "minProperties": 1,
                }
            case Json():
                # null cannot be told from a key that was left out.
                return {"type": "object"} if form.member_wise else {"not": {"type": "null"}}
            case Translated():
                return _translated()
            case _:
                return _scalar(form)

    def _reference(self, cls: type) -> Schema:
        name = cls.__name__
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = self.record(shape_of(cls))
        return {"$ref": f"#/$defs/{name}"}

    def _alternatives(self, form: Alternatives) -> Schema:
        name = _UNIONS[form.classes]
        if name not in self.definitions:
            self.definitions[name] = {}
            shapes = [shape_of(cls) for cls in form.classes]
            verbs = all(shape.bare or not shape.marked for shape in shapes)
            self.definitions[name] = self._verbs(shapes) if verbs else self._marked(shapes)
        return {"$ref": f"#/$defs/{name}"}

    def _verbs(self, shapes: list[Shape]) -> Schema:
        """One key of several: an object with all of them is what editors complete best."""
        properties: dict[str, Schema] = {}
        for shape in shapes:
            if shape.bare:
                properties[shape.word] = {**self._key(shape.keys[0]), "description": _summary(shape.cls)}
            else:
                whole = self._reference(shape.cls)
                properties[shape.word] = {
                    **({"anyOf": [self._form(shape.short.form), whole]} if shape.short else whole),
                    "description": _summary(shape.cls),
                    "examples": [_example(shape)],
                }
        return {
            "description": "One verb with what belongs to it.",
            "type": "object",
            "properties": properties,
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        }

    def _marked(self, shapes: list[Shape]) -> Schema:
        members = [self._reference(shape.cls) for shape in shapes]
        return {"description": " ".join(_summary(shape.cls) for shape in shapes), "oneOf": members}


def _translated() -> Schema:
    texts = {
        language: {
            "type": "string",
            "minLength": 1,
            "description": f"the text in {_LANGUAGE_NAMES[language]}",
            "examples": [{"en": "Only the sender gets the answer", "zh": "只有发送者收到回复"}[language]],
        }
        for language in LANGUAGES
    }
    return {"type": "object", "properties": texts, "required": list(LANGUAGES), "additionalProperties": False}


def _scalar(form: Form) -> Schema:
    match form:
        case Text():
            return _text(form)
        case Word():
            return {"enum": list(form.words)}
        case Number():
            return _number(form)
        case Flag():
            return {"const": True} if form.always else {"type": "boolean"}
        case Reference() | CheckReference():
            return {"type": "string", "pattern": f"^{NAME_PATTERNS['name']}$"}
        case Listening():
            return {"type": "string", "pattern": "^(any|[1-9][0-9]{0,4})/(udp|tcp)$"}
        case _:
            raise TypeError(form)


def _text(form: Text) -> Schema:
    patterns = {
        "id": NAME_PATTERNS["id"],
        "file": FILE_PATTERN,
        "hex": HEX_PATTERN,
        "ip": LOOPBACK_PATTERN,
        "dotted": DOTTED_PATTERN,
        "identifier": IDENTIFIER_PATTERN,
    }
    if form.mode in patterns:
        return {"type": "string", "pattern": f"^{patterns[form.mode]}$"}
    if form.mode == "vary":
        kinds = "; ".join(f"{name}: {doc}" for name, doc in KINDS.items())
        return {"type": "string", "pattern": _KIND, "description": kinds, "examples": ["chinese", "number 1..40"]}
    if form.mode == "pattern":
        # Not "format": "regex", which means another dialect.
        return {"type": "string", "minLength": 1}
    return {"type": "string"} if form.mode == "escaped" else {"type": "string", "minLength": 1}


def _number(form: Number) -> Schema:
    bounds = {"minimum": form.low, "exclusiveMinimum": form.above, "maximum": form.high}
    number: Schema = {"type": "integer" if form.whole else "number"}
    number.update({name: bound for name, bound in bounds.items() if bound is not None})
    others: list[Schema] = []
    if form.drawn:
        others.append({"type": "string", "pattern": _SLOT})
    if form.or_any:
        others.append({"const": "any"})
    return {"anyOf": [number, *others]} if others else number


def _example(shape: Shape) -> dict[str, Any]:
    """A whole verb from the examples of its keys: the required ones, and the first of each choice."""
    firsts = {names[0] for names in shape.choices().values()}
    return {key.name: key.example for key in shape.written() if key.required or key.name in firsts}


def _summary(cls: type) -> str:
    return (cls.__doc__ or "").split("\n\n")[0].replace("\n", " ").strip()
