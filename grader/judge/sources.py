"""Claims about the syntax tree of a program: a class derives from another, a library's name is used.

They add to what was seen of the running program and never replace it.  Names are followed through
imports (`import socketserver as s`, `from socketserver import *`) and through the student's own
classes, in all files of the submission; code that is never run counts too, which is why a check
that consists of such claims alone must require another.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from grader.judge.expectations import HasClass, SourceClaim, Uses
from grader.outcome import Finding


class Source:
    """The names and classes of a program and the files beside it."""

    def __init__(self, sources: Mapping[str, str], first: str) -> None:
        self._classes: dict[str, tuple[str, ast.ClassDef, frozenset[str]]] = {}
        self._used: set[str] = set()
        for name in sorted(sources, key=lambda name: (name != first, name)):
            try:
                tree = ast.parse(sources[name])
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
            self._read(name, tree)

    def _read(self, file: str, tree: ast.Module) -> None:
        imported = dict(_imported(tree))
        stars = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and _is_star(node)]
        for node in ast.walk(tree):
            if isinstance(node, (ast.Name, ast.Attribute)):
                self._used |= _full_names(node, imported, stars)
            elif isinstance(node, ast.ImportFrom) and node.module and not _is_star(node):
                self._used |= {f"{node.module}.{alias.name}" for alias in node.names}
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                bases: set[str] = set()
                for base in node.bases:
                    bases |= _full_names(base, imported, stars)
                self._classes.setdefault(node.name, (file, node, frozenset(bases)))

    def uses(self, name: str) -> bool:
        """Whether a library's name is referred to anywhere."""
        return name in self._used

    def derives(
        self, cls: str, ancestor: str, known: Mapping[str, frozenset[str]], seen: frozenset[str] = frozenset()
    ) -> bool:
        """Whether a class has an ancestor, through classes of the student's own or the library's."""
        if cls == ancestor:
            return True
        if cls in seen:
            return False
        bases = self._classes[cls][2] if cls in self._classes else known.get(cls, frozenset())
        return any(self.derives(base, ancestor, known, seen | {cls}) for base in bases)

    def has_class(self, wanted: HasClass, known: Mapping[str, frozenset[str]]) -> bool:
        """Whether there is such a class; `known` are the bases of the library's classes."""
        for name in self._classes:
            if self.derives(name, wanted.derives_from, known) and (
                wanted.defines is None or self._defines(name, wanted.defines, frozenset())
            ):
                return True
        return False

    def _defines(self, cls: str, method: str, seen: frozenset[str]) -> bool:
        if cls not in self._classes or cls in seen:
            return False
        _file, node, bases = self._classes[cls]
        own = any(
            isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef)) and part.name == method for part in node.body
        )
        return own or any(self._defines(base, method, seen | {cls}) for base in bases)

    def first_class(self) -> tuple[str, int] | None:
        """Where the only class stands, for a finding."""
        places = [(file, node.lineno) for file, node, _bases in self._classes.values()]
        return places[0] if len(places) == 1 else None


#: Bases inside of the standard library that a chain may run through.
LIBRARY: Mapping[str, frozenset[str]] = {
    "socketserver.StreamRequestHandler": frozenset({"socketserver.BaseRequestHandler"}),
    "socketserver.DatagramRequestHandler": frozenset({"socketserver.BaseRequestHandler"}),
    "socketserver.ThreadingTCPServer": frozenset({"socketserver.ThreadingMixIn", "socketserver.TCPServer"}),
    "socketserver.ForkingTCPServer": frozenset({"socketserver.ForkingMixIn", "socketserver.TCPServer"}),
    "socketserver.TCPServer": frozenset({"socketserver.BaseServer"}),
    "socketserver.UDPServer": frozenset({"socketserver.TCPServer"}),
}


def _is_star(node: ast.ImportFrom) -> bool:
    return any(alias.name == "*" for alias in node.names)


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The full name behind each imported one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.asname or alias.name.split(".")[0], alias.name if alias.asname else alias.name.split(".")[0]
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _full_names(node: ast.expr, imported: Mapping[str, str], stars: list[str | None]) -> set[str]:
    """What a name or a dotted name may mean: through an import, from a `*`, or of the student's own."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return set()
    rest = list(reversed(parts))
    if node.id in imported:
        full = ".".join([imported[node.id], *rest])
        return {full, rest[-1] if rest else node.id}
    return {".".join([node.id, *rest]), *(".".join([star or "", node.id, *rest]) for star in stars)}


def judge(
    claims: tuple[SourceClaim, ...], files: Mapping[str, str], sources: Mapping[str, str]
) -> list[tuple[SourceClaim, Finding | None]]:
    """Each claim with the finding that refutes it, or None where it holds.

    `files` gives the file of each program, `sources` the submission's Python files.
    """
    judged: list[tuple[SourceClaim, Finding | None]] = []
    for claim in claims:
        source = Source(sources, files.get(claim.program, ""))
        holds = any(
            source.uses(one.name) if isinstance(one, Uses) else source.has_class(one, LIBRARY) for one in claim.any_of
        )
        judged.append((claim, None if holds else _refuted(claim, files.get(claim.program, ""), source, sources)))
    return judged


#: Claims that have a name of their own in the course.
_NAMED = {
    "socketserver.BaseRequestHandler": "no_handler_class",
    "socketserver.ThreadingMixIn": "no_threading_server",
}


def _refuted(claim: SourceClaim, file: str, source: Source, sources: Mapping[str, str]) -> Finding:
    wanted = [one.name if isinstance(one, Uses) else one.derives_from for one in claim.any_of]
    classes = [one for one in claim.any_of if isinstance(one, HasClass)]
    only_classes = len(classes) == len(claim.any_of)
    args = {"program": file, "wanted": ", ".join(wanted), "method": classes[0].defines if only_classes else None}
    code = next((_NAMED[name] for name in wanted if name in _NAMED), "no_such_class" if only_classes else "not_used")
    at = source.first_class() if only_classes else None
    rows = sources.get(at[0], "").splitlines() if at else []
    line = at[1] if at and at[1] <= len(rows) else None
    return Finding(
        code=code, args=args, file=at[0] if at else file, line=line, source=rows[line - 1].strip() if line else None
    )
