"""The result as JSON, `grader/result/v1`: one line, safe to print and safe to parse."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from grader.report.findings import rendered
from grader.report.redact import Shown

#: What JSON allows raw in a text and a terminal may act on: C1 controls, format characters, separators, surrogates.
_UNSAFE = re.compile(
    "[\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001-\U000e007f]"
)


def result_to_json(result: Shown) -> str:
    """The result on one line, its messages in the current language.

    Nothing is lost by the escapes: a JSON parser gives back the very characters.
    """
    plain = _plain(rendered(result).to_json())
    return _UNSAFE.sub(_escaped, json.dumps(plain, ensure_ascii=False, allow_nan=False))


def _plain(value: Any) -> Any:
    """Values that JSON has; what it has not (bytes, NaN out of a student's datagram) becomes text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else repr(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(member) for name, member in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(member) for member in value]
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)


def _escaped(found: re.Match[str]) -> str:
    units = found.group().encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
