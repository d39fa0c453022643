"""Walking a value of the model by its forms: seeing the texts and names in it, or putting others in their place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from grader.catalog import templates
from grader.catalog.shape import Alternatives, Form, Json, Many, Number, Record, Reference, Table, Text, shape_of

_JSON_TEXT = Text("json")


def leaves(value: Any, form: Form | None = None) -> Iterator[tuple[Form, Any]]:
    """All single values in a value of the model, steps within steps too; the texts of JSON in the mode `json`."""
    if value is None:
        return
    if isinstance(form, Many):
        for item in value:
            yield from leaves(item, form.of)
    elif isinstance(form, Table):
        for member in value.values():
            yield from leaves(member, form.of)
    elif isinstance(form, Json):
        for text in _json_texts(value):
            yield _JSON_TEXT, text
    elif form is None or isinstance(form, (Record, Alternatives)):
        cls: type = type(value)
        for key in shape_of(cls).keys:
            yield from leaves(getattr(value, key.attribute), key.form)
    else:
        yield form, value


def texts(value: Any) -> Iterator[tuple[str, str]]:
    """All texts that may hold a `{name}`, each with its mode."""
    for form, leaf in leaves(value):
        if isinstance(form, Text):
            yield leaf, form.mode
        elif isinstance(form, Number) and isinstance(leaf, str):
            yield leaf, "text"


def slots(value: Any) -> Iterator[str]:
    """The names of all `{name}` in a value."""
    for text, mode in texts(value):
        for part in templates.split(text, mode):
            if isinstance(part, templates.Slot):
                yield part.name


def names(value: Any) -> Iterator[str]:
    """All actors that a value names."""
    for form, leaf in leaves(value):
        if isinstance(form, Reference):
            yield leaf


def _json_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, member in value.items():
            yield name
            yield from _json_texts(member)
    elif isinstance(value, list):
        for item in value:
            yield from _json_texts(item)


class Filler:
    """Puts values into the texts of steps, and actors for the crowds that they name.

    `values` gives the value of each `{name}`, `actors` the actors that a name stands for.

    Raises:
        KeyError: a name without a value.
    """

    def __init__(self, values: Mapping[str, Any], actors: Callable[[str], tuple[str, ...]]) -> None:
        self._values = values
        self._actors = actors

    def step(self, step: Any) -> Any:
        """A step of its class, filled; its own steps are left as they are."""
        cls: type = type(step)
        shape = shape_of(cls)
        filled = {name: getattr(step, name) for name in shape.places}
        for key in shape.keys:
            filled[key.attribute] = self._value(getattr(step, key.attribute), key.form)
        return cls(**filled)

    def alone(self, value: Any) -> Any:
        """The value that `{name}` stands for, with its type; anything else stays."""
        name = templates.only_slot(value) if isinstance(value, str) else None
        return value if name is None else self._values[name]

    def _value(self, value: Any, form: Form) -> Any:
        if value is None:
            return None
        if isinstance(form, Text):
            return templates.fill(value, self._values, form.mode)
        if isinstance(form, Reference):
            [name] = self._actors(value)
            return name
        if isinstance(form, Many):
            return self._items(value, form.of)
        if isinstance(form, Json):
            return self._json(value)
        if isinstance(form, Number):
            return self.alone(value)
        if isinstance(form, (Record, Alternatives)):
            return self.step(value)
        return value

    def _items(self, items: Iterable[Any], form: Form) -> tuple[Any, ...]:
        if isinstance(form, Reference):
            return tuple(actor for name in items for actor in self._actors(name))
        return tuple(self._value(item, form) for item in items)

    def _json(self, value: Any) -> Any:
        if isinstance(value, str):
            if templates.only_slot(value):
                return self.alone(value)
            return templates.fill(value, self._values, "json")
        if isinstance(value, dict):
            return {templates.fill(name, self._values, "json"): self._json(each) for name, each in value.items()}
        return [self._json(item) for item in value] if isinstance(value, list) else value
