"""`grader doctor`: what this machine can do, and what to do about the rest."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from grader.cli import exits, remedies, screen
from grader.cli.examination import examine
from grader.messages import N_, _, pick
from grader.report.columns import cells, joined, pad, wrap
from grader.report.escape import visible_line

_HOW = {
    "option": N_("named with --course"),
    "upward": N_("found from the current folder upward"),
    "package": N_("the one that comes with the grader"),
    "checkout": N_("the one beside the grader's own source"),
}


def run(options: argparse.Namespace) -> int:
    """Examines, reports; an error if nothing can be graded here, or if the course is wrong."""
    found = examine(options)
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for line in _Report(options, found).lines():
            print(line)
    if not found["selftest"]["passed"]:
        return exits.FAULT
    return exits.WRONG_COURSE if found["course"]["problems"] else exits.PASSED


class _Report:
    """The findings as text."""

    def __init__(self, options: argparse.Namespace, found: Mapping[str, Any]) -> None:
        self._found = found
        self._paint = screen.paint(options)
        self._width = min(screen.width(), 100)

    def lines(self) -> Iterator[str]:
        """The whole report."""
        system = self._found["system"]
        words = _("grader {version} on {system} {release} ({machine}), processors: {count}").format(
            version=self._found["grader"],
            system=system["name"],
            release=system["release"],
            machine=system["machine"],
            count=system["processors"],
        )
        yield self._paint(words + (_(", in a container") if system["container"] else ""), "bold")
        for title, section in (
            (_("Grading"), self._selftest()),
            (joined(_("Isolation:"), self._found["isolation"]["tier"]), self._isolation()),
            (_("Python"), self._python()),
            (_("Tools"), self._tools()),
            (_("Terminal"), self._terminal()),
            (_("Course"), self._course()),
        ):
            yield ""
            yield self._paint(title, "bold")
            yield from section

    def _selftest(self) -> Iterator[str]:
        test = self._found["selftest"]
        if not test["passed"]:
            words = _("A tiny program could not be graded: {trouble}")
            yield from self._item(False, words.format(trouble=visible_line(test["trouble"])))
            return
        words = _("A tiny program was graded as it should be, in {seconds:.2f} s.")
        yield from self._item(True, words.format(seconds=test["seconds"]))
        silent = _("That a program stays silent is proved.")
        if test["silence_proved"]:
            yield from self._item(True, silent)
        else:
            yield from self._item(
                False, _("That a program stays silent can only be waited for."), remedies.of_silence()
            )
        if test["lines_found"]:
            yield from self._item(True, _("The line where a program waits is found."))
        else:
            yield from self._item(False, _("The line where a program waits is not found."))

    def _isolation(self) -> Iterator[str]:
        isolation = self._found["isolation"]
        names = [*isolation["features"], *(one["name"] for one in isolation["missing"])]
        room = max(map(cells, names), default=0)
        for name in isolation["features"]:
            purpose = remedies.FEATURES.get(name, "")
            yield from self._item(True, _(purpose), label=pad(name, room))
        # One remedy often helps against several: it is said once, behind the last of them.
        last = {one["remedy"]: one["name"] for one in isolation["missing"]}
        for one in isolation["missing"]:
            purpose = remedies.FEATURES.get(one["name"], "")
            words = _(purpose)
            words += _(" (needed for `full`)") if one["needed_for_full"] else ""
            words = ": ".join(part for part in (words.strip(), visible_line(one["why"])) if part)
            remedy = one["remedy"] if last[one["remedy"]] == one["name"] else ""
            yield from self._item(False, words, remedy, label=pad(one["name"], room))

    def _python(self) -> Iterator[str]:
        own, programs = self._found["python"]["grader"], self._found["python"]["programs"]
        unknown = _("unknown")
        methods = ", ".join(programs["start_methods"] or ())
        method = programs["start_method"] or unknown
        yield from self._facts(
            (_("grader"), f"{own['version']}  {own['executable']}"),
            (_("programs"), f"{programs['version'] or unknown}  {programs['executable']}"),
            (
                _("start method"),
                _("{method} (of {methods})").format(method=method, methods=methods) if methods else method,
            ),
            (_("their encoding"), f"{programs['stdout'] or unknown}, {programs['locale'] or unknown}"),
        )

    def _tools(self) -> Iterator[str]:
        room = max(cells(tool["name"]) for tool in self._found["tools"])
        for tool in self._found["tools"]:
            words = tool["path"] or _("not found; {purpose}").format(purpose=tool["purpose"])
            yield from self._item(bool(tool["path"]), words, tool["remedy"], label=pad(tool["name"], room))

    def _terminal(self) -> Iterator[str]:
        terminal = self._found["terminal"]
        variables = ", ".join(f"{name}={value}" for name, value in terminal["variables"].items())
        shape = _("{width} columns").format(width=terminal["width"]) if terminal["terminal"] else _("not a terminal")
        colours = _("with colours") if terminal["colours"] else _("without colours")
        yield from self._facts(
            (_("output"), _("{width}, {colours}").format(width=shape, colours=colours)),
            (_("encoding"), f"{terminal['encoding']}, {terminal['filesystem']}"),
            (_("language"), f"{terminal['language']}  {visible_line(variables)}"),
        )
        if not terminal["glyphs"]:
            remedy = _("Choose a UTF-8 locale: `export LANG=C.UTF-8`, or `export PYTHONUTF8=1`.")
            yield from self._item(False, _("This encoding has no marks and no Chinese characters."), remedy)

    def _course(self) -> Iterator[str]:
        course = self._found["course"]
        if course["root"] is not None:
            how = _HOW[course["found"]]
            yield from self._facts(
                (_("folder"), _("{folder} ({how})").format(folder=course["root"], how=_(how))),
                (_("work"), course["work"]),
                (_("hidden checks"), course["hidden"] or _("not here")),
                (_("solutions"), course["solutions"] or _("not here")),
            )
        if course["problems"]:
            for problem in course["problems"]:
                yield from self._item(False, visible_line(problem))
            return
        words = _("{title}: {count} exercises, {started} of them started")
        yield from self._item(
            True,
            words.format(title=pick(course["title"]), count=len(course["exercises"]), started=len(course["started"])),
        )

    def _facts(self, *rows: tuple[str, str]) -> Iterator[str]:
        room = max(cells(name) for name, _value in rows)
        for name, value in rows:
            yield f"  {pad(name, room)}  {value}".rstrip()

    def _item(self, good: bool, words: str, remedy: str = "", *, label: str = "") -> Iterator[str]:
        signs = self._paint.signs
        mark = self._paint(signs.passed, "green") if good else self._paint(signs.error, "yellow")
        room = max(cells(signs.passed), cells(signs.error))
        head = f"  {mark}{' ' * (room - cells(signs.passed if good else signs.error))} {label}{'  ' if label else ''}"
        margin = 2 + room + 1 + (cells(label) + 2 if label else 0)
        yield from self._hang(head, margin, words)
        if remedy:
            arrow = f"{signs.arrow} "
            yield from self._hang(" " * margin + arrow, margin + cells(arrow), remedy)

    def _hang(self, head: str, margin: int, words: str) -> Iterable[str]:
        first, *rest = wrap(words, self._width - margin)
        return [head + first, *(" " * margin + line for line in rest)]
