"""The whole story of one run, line by line: what `-v` shows."""

from __future__ import annotations

from grader.messages import N_, _
from grader.outcome import Event, RunRecord
from grader.report.columns import cells, pad, wrap
from grader.report.escape import visible_bytes, visible_line
from grader.report.findings import as_text
from grader.report.paint import Paint
from grader.report.waiting import in_words

#: How the wait of a look ended.
_WAITED = {
    "seen": N_("It has come."),
    "settled": N_("It cannot come any more: every program waits for something from outside."),
    "ended": N_("It cannot come any more: the programs have ended."),
    "patience": N_("It has not come for a while, and the programs never came to rest."),
    "cpu": N_("It has not come, and the programs have used up their processor time."),
    "wall": N_("It has not come, and the run has taken too long."),
}


#: Of a program that prints without end only so many bytes are shown.
_MOST_OUTPUT = 16 * 1024


def run_lines(run: RunRecord, *, width: int, paint: Paint) -> list[str]:
    """A run's name, its drawn values and its transcript; nothing of a run that is kept secret."""
    if not run.transcript:
        return []
    lines = [paint(_("Run {run}").format(run=visible_line(run.id)), "cyan", "bold")]
    drawn = {**run.case, **run.values}
    values = "  ".join(f"{visible_line(name)}={visible_line(as_text(value))}" for name, value in drawn.items())
    lines += [paint(line, "dim") for line in wrap(values, width) if line]
    return lines + _transcript(run, width, paint)


def _transcript(run: RunRecord, width: int, paint: Paint) -> list[str]:
    """Every event with its time in seconds; steps of the script stand between them."""
    names = max((cells(event.actor) for event in run.transcript), default=0)
    lines: list[str] = []
    printed: dict[str, int] = {}
    for event in run.transcript:
        if event.kind == "step":
            lines += [paint(line, "cyan") for line in wrap(_step(event), width)]
            continue
        words = _words(event)
        if event.kind == "printed":
            before = printed.get(event.actor, 0)
            printed[event.actor] = before + len(event.data)
            if before > _MOST_OUTPUT:
                continue
            if printed[event.actor] > _MOST_OUTPUT:
                words = _("(no more of its output is shown)")
        head = f"{event.t:8.3f}  {pad(event.actor, names)}  "
        first, *rest = wrap(words, width - cells(head))
        lines.append((paint(head, "dim") + first).rstrip())
        lines += [" " * cells(head) + piece for piece in rest]
    return lines


def _step(event: Event) -> str:
    number = event.fields.get("step", "?")
    what = event.fields.get("what") or event.fields.get("verb") or ""
    return _("step {number}: {what}").format(number=number, what=visible_line(as_text(what)))


def _words(event: Event) -> str:
    """One event as `kind  data  name=value ...`: kinds and fields are those of the result's JSON."""
    if event.kind == "waited":
        how = as_text(event.fields.get("how", "?"))
        return _(_WAITED[how]) if how in _WAITED else visible_line(f"{event.kind}  {how}")
    if event.kind == "blocked":
        found = in_words({"actor": event.actor, **event.fields})
        return f"{event.kind}  {found.place} {found.words}"
    parts = [event.kind]
    if "data" in event.fields:
        parts.append(visible_bytes(event.data))
    parts += [
        f"{name}={visible_line(_address(value))}"
        for name, value in event.fields.items()
        if name != "data" and value is not None
    ]
    return "  ".join(parts)


def _address(value: object) -> str:
    if isinstance(value, list | tuple) and len(value) == 2:
        return f"{value[0]}:{value[1]}"
    return as_text(value)
