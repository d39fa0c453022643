"""Checks of single texts and numbers, by what they are for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from grader.catalog.model import Program, size_of
from grader.catalog.nodes import ListNode, Node, ScalarNode
from grader.catalog.payloads import unescape
from grader.catalog.scope import Scope, suggest
from grader.catalog.shape import Number
from grader.catalog.templates import Slot, TemplateError, fill, split
from grader.catalog.values import KINDS, SPELLINGS, is_command, parse_kind
from grader.errors import Place
from grader.messages import N_, _


@dataclass(frozen=True, slots=True)
class Spot:
    """What is being looked at: the value of `key` at `place`, among the names of `scope`."""

    key: str
    place: Place
    scope: Scope

    def add(self, message: str, remedy: str = "") -> None:
        """Notes a problem here."""
        self.scope.add(self.place, message, remedy)


#: A terminal takes a line of at most 4095 bytes; no text of an exercise comes near.
_LONGEST_LINE = 2000

_TEMPLATED = ("text", "line", "typed", "escaped", "pattern", "json")

#: What is not seen on a screen line, or is a key of the keyboard with a meaning of its own.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

# What names may look like; the same patterns stand in the JSON Schema.
NAME_PATTERNS: Mapping[str, str] = {
    "id": "[a-z0-9][a-z0-9_-]{0,63}",
    "name": "[a-z][a-z0-9_]{0,63}",
    "value": "[A-Za-z][A-Za-z0-9_]{0,63}",
}
_NAME_RULES: Mapping[str, str] = {
    "id": N_("small letters, digits, `_` and `-`"),
    "name": N_("small letters, digits and `_`, with a letter first"),
    "value": N_("letters, digits and `_`, with a letter first"),
}
FILE_PATTERN = r"[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*){0,5}"
HEX_PATTERN = "( *[0-9a-fA-F]{2})* *"
_OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
#: The first and the last address of the network are no hosts.
LOOPBACK_PATTERN = rf"127\.(?!0\.0\.0$|255\.255\.255$){_OCTET}\.{_OCTET}\.{_OCTET}"
IDENTIFIER_PATTERN = "[A-Za-z_][A-Za-z0-9_]{0,63}"
DOTTED_PATTERN = rf"{IDENTIFIER_PATTERN}(\.{IDENTIFIER_PATTERN}){{0,5}}"


def check(text: str, mode: str, spot: Spot) -> bool:
    """Whether a text will do for what it is for; if not, a problem is noted."""
    if not text and mode not in ("escaped", "json", "typed"):
        spot.add(_("`{key}` is empty").format(key=spot.key), _("write the text"))
        return False
    templated = spot.scope.values is not None and mode in _TEMPLATED
    if templated and not _slots_known(text, mode, spot):
        return False
    special = _CHECKS.get(mode)
    return special(text, spot) if special else True


def check_name(name: str, kind: str, spot: Spot) -> bool:
    """Whether a name is well formed."""
    if re.fullmatch(NAME_PATTERNS[kind], name):
        return True
    spot.add(
        _("`{name}` is no name that can stand here").format(name=name),
        _("use {rule}").format(rule=_(_NAME_RULES[kind])),
    )
    return False


def check_number_slot(name: str, spot: Spot) -> bool:
    """Whether a `{name}` that stands for a number is drawn as one."""
    if "." in name:
        spot.add(
            _("a number must stand here that is drawn, not `{{{name}}}`").format(name=name),
            _("`vary: {{n: number 1..40}}` draws a number").format(),
        )
        return False
    if not _slot_known(name, spot):
        return False
    kind = (spot.scope.values or {}).get(name)
    if kind is None or kind.is_number:
        return True
    spot.add(
        _("a number must stand here, and `{{{name}}}` is drawn as {kind}").format(name=name, kind=kind.name),
        _("`vary: {{{name}: number 1..40}}` draws a number").format(name=name),
    )
    return False


def within(form: Number, number: object) -> bool:
    """Whether a number keeps the bounds of its form."""
    if not isinstance(number, (int, float)):
        return False
    return not (
        (form.low is not None and number < form.low)
        or (form.above is not None and number <= form.above)
        or (form.high is not None and number > form.high)
    )


def number_wanted(form: Number) -> str:
    """What a number must be, in words."""
    wanted = _("a whole number") if form.whole else _("a number")
    if form.low is not None and form.high is not None:
        return _("{wanted} from {low:g} to {high:g}").format(wanted=wanted, low=form.low, high=form.high)
    if form.above is not None and form.high is not None:
        return _("{wanted} above {low:g}, at most {high:g}").format(wanted=wanted, low=form.above, high=form.high)
    return wanted


def described(node: Node) -> str:
    """What a node is, in words."""
    if isinstance(node, ScalarNode):
        if node.value is None:
            return _("nothing")
        if isinstance(node.value, str):
            return _("the text `{text}`").format(text=_shortened(node.value))
        return f"`{node.raw}`"
    return _("a list") if isinstance(node, ListNode) else _("a mapping")


def remedy_for_text(node: Node) -> str:
    """What to do where text is wanted and something else was found."""
    if isinstance(node, ScalarNode) and node.value is not None:
        return _('quote it: "{raw}"').format(raw=node.raw)
    return ""


def _slots_known(text: str, mode: str, spot: Spot) -> bool:
    try:
        parts = split(text, mode)
    except TemplateError as error:
        spot.add(str(error), _("a brace that is meant as one is written twice: {{ or }}"))
        return False
    # All of them are looked at, not only up to the first that is wrong.
    known = [_slot_known(part.name, spot) for part in parts if isinstance(part, Slot)]
    return all(known)


def _slot_known(name: str, spot: Spot) -> bool:
    if "." in name:
        return _attribute_known(name, spot)
    values = spot.scope.values or {}
    if name in values:
        return True
    spot.add(
        _("`{{{name}}}` is declared nowhere").format(name=name),
        suggest(name, values) if values else _("declare it: `vary: {{{name}: word}}`").format(name=name),
    )
    return False


def _attribute_known(name: str, spot: Spot) -> bool:
    owner, attribute = name.split(".", 1)
    if attribute in SPELLINGS:
        return _spelling_known(owner, attribute, spot)
    scope = spot.scope
    if owner not in scope.actor_classes:
        if owner in (scope.values or {}):
            spot.add(
                _("`{{{name}}}`: a drawn text has `upper` and `lower`, and nothing else").format(name=name),
                _("write {{{name}.upper}}").format(name=owner),
            )
        else:
            spot.add(_("there is no actor `{name}`").format(name=owner), suggest(owner, scope.actor_classes))
        return False
    found = scope.actors.get(owner)
    if found is None:
        # What is wrong with it has been said.
        return True
    crowd = size_of(found)
    if attribute not in (("port", "index") if crowd else ("port",)):
        spot.add(
            _("`{{{name}}}`: an actor has a `port` and nothing else; one of a crowd has an `index`").format(name=name),
            _("write {{{actor}.port}}").format(actor=owner),
        )
        return False
    if isinstance(found, Program) and (found.listens is None or found.listens.port is None):
        spot.add(
            _("the port of `{name}` is not known beforehand").format(name=owner),
            _("say it in `{name}`: `listens: PORT/udp`").format(name=owner),
        )
        return False
    if scope.crowd(owner):
        spot.add(
            _("`{name}` is a crowd of {count}; which of them is meant?").format(name=owner, count=crowd),
            _("put the step into `each: {{of: {name}, steps: [...]}}`").format(name=owner),
        )
        return False
    return True


def _spelling_known(name: str, spelling: str, spot: Spot) -> bool:
    if not _slot_known(name, spot):
        return False
    kind = (spot.scope.values or {}).get(name)
    if kind is None or not kind.is_number:
        return True
    spot.add(
        _("`{{{name}.{spelling}}}`: `{name}` is a number").format(name=name, spelling=spelling),
        _("write {{{name}}}").format(name=name),
    )
    return False


def _check_line(text: str, spot: Spot) -> bool:
    found = _CONTROL.search(text)
    if found:
        spot.add(
            _("`{key}` is one line, without the character U+{code:04X}").format(key=spot.key, code=ord(found[0])),
            _("remove it; several lines are several steps"),
        )
        return False
    if len(text) > _LONGEST_LINE:
        spot.add(
            _("`{key}` has more than {limit} characters").format(key=spot.key, limit=_LONGEST_LINE), _("shorten it")
        )
        return False
    return True


def _check_typed(text: str, spot: Spot) -> bool:
    if not _check_line(text, spot):
        return False
    parts = split(text)
    command = all(isinstance(part, str) for part in parts) and is_command(text, spot.scope.reserved)
    if command or (parts and isinstance(parts[0], str) and parts[0].lstrip().startswith(("/", ":"))):
        spot.add(
            _("a program may take the line `{text}` for a command of its own, such as leaving").format(text=text),
            _("type something else: not empty, none of {words}, not beginning with / or :").format(
                words=", ".join(spot.scope.reserved)
            ),
        )
        return False
    return True


def _check_escaped(text: str, spot: Spot) -> bool:
    try:
        for part in split(text) if spot.scope.values is not None else [text]:
            if isinstance(part, str):
                unescape(part)
    except ValueError as error:
        spot.add(str(error), _("known are \\n \\t \\r \\xNN, and \\\\ for a backslash"))
        return False
    return True


def _check_pattern(text: str, spot: Spot) -> bool:
    # `x` stands for any value: those are put in literally.
    names = {part.name: "x" for part in split(text, "pattern") if isinstance(part, Slot)}
    try:
        re.compile(fill(text, names, "pattern"))
    except (re.error, OverflowError, RecursionError) as error:
        spot.add(_("`{key}` is no regular expression: {detail}").format(key=spot.key, detail=error))
        return False
    return True


def _check_hex(text: str, spot: Spot) -> bool:
    if re.fullmatch(HEX_PATTERN, text):
        return True
    spot.add(_("`{key}` is not hexadecimal").format(key=spot.key), _("two digits a byte, for example `00 ff`"))
    return False


def _check_file(text: str, spot: Spot) -> bool:
    if re.fullmatch(FILE_PATTERN, text):
        return True
    spot.add(
        _("`{name}` is no name of a file in the student's folder").format(name=text),
        _("use letters, digits, `_`, `-`, `.`, and `/` between folders"),
    )
    return False


def _check_ip(text: str, spot: Spot) -> bool:
    if re.fullmatch(LOOPBACK_PATTERN, text):
        return True
    spot.add(
        _("`{text}` is no address of this machine alone").format(text=_shortened(text)),
        _("one is 127.x.y.z, for example 127.0.0.2"),
    )
    return False


def _check_dotted(text: str, spot: Spot) -> bool:
    if re.fullmatch(DOTTED_PATTERN, text):
        return True
    spot.add(
        _("`{text}` is no name of Python").format(text=_shortened(text)),
        _("for example {example}").format(example="socketserver.ThreadingTCPServer"),
    )
    return False


def _check_identifier(text: str, spot: Spot) -> bool:
    if re.fullmatch(IDENTIFIER_PATTERN, text):
        return True
    spot.add(
        _("`{text}` is no name of Python").format(text=_shortened(text)),
        _("for example {example}").format(example="handle"),
    )
    return False


def _check_vary(text: str, spot: Spot) -> bool:
    try:
        parse_kind(text)
    except ValueError as error:
        spot.add(str(error), suggest(text.split(" ")[0], KINDS))
        return False
    return True


def _check_id(text: str, spot: Spot) -> bool:
    return check_name(text, "id", spot)


_CHECKS: Mapping[str, Callable[[str, Spot], bool]] = {
    "line": _check_line,
    "typed": _check_typed,
    "escaped": _check_escaped,
    "pattern": _check_pattern,
    "hex": _check_hex,
    "file": _check_file,
    "vary": _check_vary,
    "id": _check_id,
    "ip": _check_ip,
    "dotted": _check_dotted,
    "identifier": _check_identifier,
}


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
