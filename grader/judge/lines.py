"""Which line of the source a finding is about, where the facts alone do not say.

Read from the syntax tree, and only when the answer is unique: better no line than a wrong one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping

_SENDING = frozenset({"sendto", "sendall", "send", "sendmsg"})
_PRINTING = frozenset({"print", "write", "writelines", "info", "debug", "warning", "error", "critical", "log"})

Line = tuple[str, int]


def _trees(sources: Mapping[str, str], first: str) -> Iterator[tuple[str, ast.Module]]:
    """The program's own file first, then the files beside it."""
    for name in sorted(sources, key=lambda name: (name != first, name)):
        if name.endswith(".py") and (name == first or name not in ("server.py", "client.py", "main.py")):
            try:
                yield name, ast.parse(sources[name])
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue


def _own_functions(tree: ast.Module) -> set[str]:
    """Functions of the student's own: a call of one of these sends or prints nothing itself."""
    return {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}


def _called(node: ast.Call) -> str:
    function = node.func
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def _unique(sources: Mapping[str, str], first: str, wanted: Callable[[ast.AST], bool]) -> Line | None:
    for name, tree in _trees(sources, first):
        own = _own_functions(tree)
        lines = {
            getattr(node, "lineno", 0)
            for node in ast.walk(tree)
            if wanted(node) and not (isinstance(node, ast.Call) and _called(node) in own)
        }
        if len(lines) == 1:
            return name, lines.pop()
        if lines:
            return None
    return None


def sending(sources: Mapping[str, str], program: str) -> Line | None:
    """The line that sends."""
    return _unique(sources, program, lambda node: isinstance(node, ast.Call) and _called(node) in _SENDING)


def sending_early(sources: Mapping[str, str], program: str) -> Line | None:
    """The only line that sends before the first one that reads the keyboard."""
    for name, tree in _trees(sources, program):
        own = _own_functions(tree)
        nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        calls = [(node.lineno, _called(node)) for node in nodes if _called(node) not in own]
        reading = min((line for line, called in calls if called in ("input", "readline")), default=0)
        early = {line for line, called in calls if called in _SENDING and line < reading}
        if len(early) == 1:
            return name, early.pop()
    return None


def making_socket(sources: Mapping[str, str], program: str) -> Line | None:
    """The line that makes the socket."""
    return _unique(sources, program, lambda node: isinstance(node, ast.Call) and _called(node) == "socket") or binding(
        sources, program
    )


def connecting(sources: Mapping[str, str], program: str) -> Line | None:
    """The line that connects first."""
    names = ("connect", "connect_ex", "create_connection", "open_connection")
    for name, tree in _trees(sources, program):
        found = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node) in names]
        if found:
            return name, min(found)
    return None


def binding(sources: Mapping[str, str], program: str) -> Line | None:
    """The line that binds."""
    return _unique(sources, program, lambda node: isinstance(node, ast.Call) and _called(node) == "bind")


def number(sources: Mapping[str, str], program: str, value: int) -> Line | None:
    """The line where a number stands, a port say."""
    return _unique(
        sources, program, lambda node: isinstance(node, ast.Constant) and node.value == value and node.value is not True
    )


def printing(sources: Mapping[str, str], program: str, text: str) -> Line | None:
    """The line that prints something like `text`: its literal parts occur in it; else the only print."""

    def alike(node: ast.AST) -> bool:
        return (
            isinstance(node, ast.Call)
            and _called(node) in _PRINTING
            and any(
                len(part.strip()) >= 2 and part.strip() in text
                for inner in ast.walk(node)
                if isinstance(inner, ast.Constant) and isinstance(inner.value, str)
                for part in re.split(r"%[-\d.]*[sdr]|\{[^}]*\}", inner.value)
            )
        )

    return _unique(sources, program, alike) or _unique(
        sources, program, lambda node: isinstance(node, ast.Call) and _called(node) == "print"
    )


def text_of(sources: Mapping[str, str], line: Line) -> str | None:
    """The source line itself, without blanks around it."""
    # Not splitlines(): Python does not end a line at a form feed or U+2028.
    source = sources.get(line[0], "").rstrip("\r\n")
    rows = re.split(r"\r\n|\r|\n", source) if source else []
    return rows[line[1] - 1].strip() if 0 < line[1] <= len(rows) else None
