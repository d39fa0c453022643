"""The part of the terminal report that explains failed checks, each mistake once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from grader.messages import _, ngettext, pick
from grader.outcome import CheckResult, Finding, RunRecord, Verdict
from grader.report.columns import cells, joined, wrap
from grader.report.explanation import advice, explain, same_place
from grader.report.paint import Page
from grader.report.redact import Shown

#: More findings of one check than this are counted only, unless everything is asked for.
_FINDINGS = 2

#: Ways in which a look can end that rest on a clock, not on a proof.
_CLOCKS = ("patience", "cpu", "wall")


class Failures:
    """Explains what failed in one result.  Remembers which mistakes it has told already."""

    def __init__(self, result: Shown, titles: Mapping[str, str], page: Page) -> None:
        self._result = result
        self._titles = titles
        # Everything below a heading is indented by two.
        self._page = page._replace(width=page.width - 2)
        self._told: dict[tuple[object, ...], str] = {}

    def explanations(self) -> list[list[str]]:
        """One section for each check that failed or could not be judged, as far as something is known of why."""
        return [
            [*self._heading(check), *_indented(self._body(check))]
            for check in self._result.checks
            if check.verdict in (Verdict.FAILED, Verdict.ERROR) and _mistakes(check)
        ]

    def remarks(self) -> list[str]:
        """Findings that cost nothing, each once."""
        remarks = {
            same_place(finding): finding
            for check in self._result.checks
            for finding in check.findings
            if finding.severity == "remark"
        }
        if not remarks:
            return []
        lines = [self._page.paint(_("Remarks (they cost nothing)"), "cyan", "bold")]
        for finding in remarks.values():
            lines += _indented(wrap(joined(finding.message, finding.hint), self._page.width))
        return lines

    def _heading(self, check: CheckResult) -> list[str]:
        paint = self._page.paint
        mark = paint.signs.of(check.verdict)
        first, *rest = wrap(self._titles[check.id], self._page.width - cells(mark))
        margin = " " * (cells(mark) + 1)
        heading = paint.verdict(mark, check.verdict) + " " + paint(first, "cyan", "bold")
        return [heading, *(margin + paint(line, "cyan", "bold") for line in rest)]

    def _body(self, check: CheckResult) -> list[str]:
        verbose = self._page.verbose > 0
        new = [finding for finding in _mistakes(check) if self._is_new(finding, check)]
        if not new:
            told = self._told[same_place(_mistakes(check)[0])]
            return wrap(_("Same cause as above: {check}").format(check=told), self._page.width)
        shown = new if verbose else new[:_FINDINGS]
        files = list(self._result.submission.get("files", ()))
        lines: list[str] = []
        for number, finding in enumerate(shown):
            lines += [""] if number else []
            lines += explain(finding, self._run_of(finding), files, self._page, brief=number > 0 and not verbose)
        return [*lines, *self._closing(check, shown[0], len(new) - len(shown))]

    def _closing(self, check: CheckResult, finding: Finding, untold: int) -> list[str]:
        """What to change, and what these words rest on."""
        page = self._page
        lines: list[str] = []
        if untold:
            lines += ["", ngettext("({count} more finding)", "({count} more findings)", untold).format(count=untold)]
        if check.verdict is Verdict.ERROR:
            return [*lines, "", *wrap(_("This is not your fault and costs you nothing."), page.width)]
        if any(look.met is False and look.proof in _CLOCKS for look in check.looks):
            words = _("(The program never came to rest: this verdict rests on waiting for a while, not on a proof.)")
            lines += ["", *(page.paint(line, "dim") for line in wrap(words, page.width))]
        given = advice(finding, pick(check.hints[0]) if check.hints else "", page)
        return [*lines, *([""] if given else []), *given]

    def _is_new(self, finding: Finding, check: CheckResult) -> bool:
        """Whether the mistake has not been told yet; from now on it has."""
        key = same_place(finding)
        if key in self._told:
            return False
        self._told[key] = self._titles[check.id]
        return True

    def _run_of(self, finding: Finding) -> RunRecord | None:
        if finding.run is None or not 0 <= finding.run < len(self._result.runs):
            return None
        return self._result.runs[finding.run]


def _mistakes(check: CheckResult) -> list[Finding]:
    return [finding for finding in check.findings if finding.severity != "remark"]


def _indented(lines: Iterable[str]) -> list[str]:
    return [("  " + line).rstrip() for line in lines]
