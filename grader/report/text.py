"""The report in a terminal.  Begins with the verdicts, explains each failure once, ends with what to do next.

What explains failures is imported when there is one: a report without any should not pay for it.
"""

from __future__ import annotations

from collections.abc import Iterable

from grader.errors import Blame
from grader.messages import _, pick
from grader.outcome import CheckResult, Verdict
from grader.report.columns import cells, joined, pad, wrap
from grader.report.escape import visible, visible_line
from grader.report.paint import Page, Paint
from grader.report.redact import Shown


def render(result: Shown, *, width: int, color: bool, unicode: bool, verbose: int) -> str:
    """The report on one exercise, ending with a line end.

    `width` is the terminal's in cells.  `verbose` below 0 gives one line, above 0 all transcripts too.
    """
    paint = Paint.of(color=color, unicode=unicode)
    if any(check.findings for check in result.checks):
        from grader.report.findings import rendered

        result = Shown(rendered(result))
    report = _Report(result, Page(max(20, width), paint, verbose))
    lines = report.one_line() if verbose < 0 else report.lines()
    return "\n".join(lines) + "\n"


def summary(results: Iterable[Shown], *, width: int = 80, color: bool = False, unicode: bool = True) -> str:
    """A table of several exercises: verdict, points and title of each, and the sum."""
    paint = Paint.of(color=color, unicode=unicode)
    results = list(results)
    marks = max((cells(paint.signs.of(result.verdict)) for result in results), default=1)
    names = max((cells(result.exercise) for result in results), default=1)
    score, most = sum(result.score for result in results), sum(result.max_score for result in results)
    points = max(cells(_ratio(score, most)), *(cells(_ratio(r.score, r.max_score)) for r in results), 1)
    lines = []
    for result in results:
        mark = paint.verdict(pad(paint.signs.of(result.verdict), marks), result.verdict)
        head = f"{mark} {_ratio(result.score, result.max_score):>{points}}  {pad(result.exercise, names)}  "
        room = width - marks - points - names - 5
        first, *rest = wrap(pick(result.title), room)
        lines += [head + first, *(" " * (marks + points + names + 5) + line for line in rest)]
    lines.append(" " * (marks + 1) + paint(f"{_ratio(score, most):>{points}}  " + _("points in all"), "bold"))
    return "\n".join(lines) + "\n"


class _Report:
    """One result being laid out."""

    def __init__(self, result: Shown, page: Page) -> None:
        self.result = result
        self.page = page
        self.paint = page.paint
        self.titles = {check.id: visible_line(pick(check.title)) for check in result.checks}

    def one_line(self) -> list[str]:
        """Verdict, exercise and points, nothing else."""
        result = self.result
        mark = self.paint.verdict(self.paint.signs.of(result.verdict), result.verdict)
        return [f"{mark} {result.exercise}  {_ratio(result.score, result.max_score)}  {pick(result.title)}"]

    def lines(self) -> list[str]:
        """The whole report."""
        sections = [self._header(), self._checks()]
        if any(check.findings for check in self.result.checks):
            from grader.report.failures import Failures

            failures = Failures(self.result, self.titles, self.page)
            sections += [*failures.explanations(), failures.remarks()]
        sections.append(self._errors())
        if self.page.verbose > 0:
            from grader.report.transcript import run_lines

            sections += [run_lines(run, width=self.page.width, paint=self.paint) for run in self.result.runs]
        sections += [self._notes(), self._footer()]
        lines: list[str] = []
        for section in sections:
            if section:
                lines += ["", *section] if lines else section
        return lines

    # --- verdicts -----------------------------------------------------------------------------

    def _header(self) -> list[str]:
        title = f"{pick(self.result.title)}  {self.result.exercise}"
        score = self._score(_("{score} of {most} points"))
        gap = self.page.width - cells(title) - cells(score)
        painted = self.paint.verdict(score, self.result.verdict)
        if gap < 2:
            return [*(self.paint(line, "bold") for line in wrap(title, self.page.width)), painted]
        return [self.paint(title, "bold") + " " * gap + painted]

    def _score(self, template: str) -> str:
        return template.format(score=_number(self.result.score), most=_number(self.result.max_score))

    def _checks(self) -> list[str]:
        signs = self.paint.signs
        marks = max((cells(signs.of(check.verdict)) for check in self.result.checks), default=1)
        points = max((cells(_ratio(check.score, check.points)) for check in self.result.checks), default=1)
        margin = 2 + marks + 1 + points + 2
        lines: list[str] = []
        for check in self.result.checks:
            mark = self.paint.verdict(pad(signs.of(check.verdict), marks), check.verdict)
            head = f"  {mark} {_ratio(check.score, check.points):>{points}}  "
            first, *rest = wrap(self.titles[check.id] + _kind(check), self.page.width - margin)
            lines += [head + first, *(" " * margin + line for line in rest)]
            for line in wrap(self._aside(check), self.page.width - margin) if self._aside(check) else []:
                lines.append(" " * margin + self.paint(line, "dim"))
        return lines

    def _aside(self, check: CheckResult) -> str:
        """Why a check was not played, or why no more is said about it."""
        if check.verdict is Verdict.FAILED and not check.findings:
            return _("how it is checked is not shown") if check.visibility == "hidden" else ""
        if check.verdict is Verdict.ERROR and not check.findings:
            return "" if self.result.errors else _("could not be judged; this is not your fault")
        if check.verdict is not Verdict.SKIPPED:
            return ""
        because = ", ".join(self.titles.get(name, name) for name in check.because)
        return {
            "requires": _("does not count until this passes: {checks}"),
            "not_reached": _("not reached because of: {checks}") if because else _("not reached"),
            "unsupported": _("this machine cannot judge it"),
        }.get(check.reason or "", "").format(checks=because)

    # --- the rest -----------------------------------------------------------------------------

    def _errors(self) -> list[str]:
        lines: list[str] = []
        for error in self.result.errors:
            message = visible(str(error.get("message", ""))).strip()
            words = _blamed(str(error.get("blame", ""))).format(message=message)
            first, *rest = wrap(words, self.page.width - 6)
            sign = pad(self.paint.signs.error, 4)
            lines += [self.paint(sign, "yellow", "bold") + first, *("    " + line for line in rest)]
        return lines

    def _notes(self) -> list[str]:
        """What the reader should know about how this was graded."""
        notes: list[str] = []
        tier = str(self.result.isolation.get("tier", "full"))
        if tier == "none":
            notes.append(_("Isolation: none; your programs ran like any other program on this machine."))
        elif tier != "full":
            notes.append(_("Isolation: {tier}.").format(tier=tier))
        missing = ", ".join(map(str, self.result.isolation.get("missing", ())))
        if tier != "full" and missing:
            notes[-1] = joined(notes[-1], _("Missing: {missing}.").format(missing=missing))
        if self.result.hidden == "not_graded":
            notes.append(_("The hidden checks of this exercise were not graded here; they can change the score."))
        return [self.paint(line, "dim") for note in notes for line in wrap(visible_line(note), self.page.width)]

    def _footer(self) -> list[str]:
        if all(check.reason == "no_submission" for check in self.result.checks) and self.result.checks:
            return wrap(_("There is no submission for this exercise."), self.page.width)
        if self.result.verdict is Verdict.PASSED:
            return [self.paint.verdict(self._score(_("All passed: {score} of {most} points.")), Verdict.PASSED)]
        lines = [self.paint(self._score(_("{score} of {most} points.")), "bold")]
        failed = next((check for check in self.result.checks if self._can_say_more(check)), None)
        if failed is not None and self.page.verbose < 1:
            command = f"grader check {self.result.exercise}{self._submission()} --only {failed.id} -v"
            words = _("See everything that happened:")
            if cells(joined(words, command)) > self.page.width:
                return [*lines, *wrap(words, self.page.width), "  " + self.paint(command, "bold")]
            lines.append(joined(words, self.paint(command, "bold")))
        return lines

    def _submission(self) -> str:
        """The option for a submission that does not lie where the command looks for it."""
        path = str(self.result.submission.get("path") or "")
        if not path or path.replace("\\", "/").endswith(f"work/{self.result.exercise}"):
            return ""
        plain = all(char.isalnum() or char in "/._-+" for char in path)
        return " --submission " + (path if plain else "'" + visible_line(path).replace("'", "'\\''") + "'")

    def _can_say_more(self, check: CheckResult) -> bool:
        return check.verdict is Verdict.FAILED and any(f.severity != "remark" for f in check.findings)


def _kind(check: CheckResult) -> str:
    kinds = [name for name, holds in ((_("hidden"), check.visibility == "hidden"), (_("bonus"), check.bonus)) if holds]
    return _(" ({kinds})").format(kinds=", ".join(kinds)) if kinds else ""


def _blamed(blame: str) -> str:
    """The sentence for an error, by whose fault it is."""
    sentences: dict[str, str] = {
        Blame.GRADER: _("The grader itself went wrong: {message}\nThis is not your fault and costs you no points."),
        Blame.MACHINE: _("This machine cannot do what grading needs: {message}\nThis is not your fault."),
        Blame.COURSE: _("The course has a mistake: {message}\nThis is not your fault; please tell your instructor."),
    }
    return sentences.get(blame, "{message}")


def _number(points: float) -> str:
    return f"{points:.10g}"


def _ratio(score: float, most: float) -> str:
    return f"{_number(score)}/{_number(most)}"
