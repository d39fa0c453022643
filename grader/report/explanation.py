"""Explains one finding: what came instead of what, in which conversation, where the program stands, what to change."""

from __future__ import annotations

import json
from collections.abc import Collection

from grader.messages import _
from grader.outcome import Finding, RunRecord
from grader.report.codes.connections import CONNECTIONS
from grader.report.codes.datagrams import DATAGRAMS
from grader.report.codes.endings import ENDINGS
from grader.report.codes.printing import PRINTING
from grader.report.codes.sources import SOURCES
from grader.report.codes.starting import STARTING
from grader.report.columns import cells, chop, gap, pad, wrap
from grader.report.conversation import Conversation, Deed, Turn, conversation
from grader.report.crash import own_traceback, printed_text
from grader.report.difference import Difference, first_difference, in_order_of, readable_json
from grader.report.escape import visible_line
from grader.report.findings import as_text, code_of, mark_words
from grader.report.ladder import Ladder, Missing, actors_of, draw
from grader.report.paint import Page
from grader.report.waiting import Waiting, waiting_place

_INDENT = "  "

#: Where a socketserver waits for clients: says nothing of what it did with one.
_SERVING = "serve_forever("

#: Codes for something that never came.
_NEVER_CAME = frozenset(
    {"no_answer", "not_sent", "not_printed", "not_in_time"}
    | {"not_connected", "no_greeting", "second_waits", "not_closed"}
)

#: Codes for what a program did to a connection, by the kind of turn that shows it.
_CONNECTING = {
    "new_connection": Deed.CONNECTED,
    "connection_closed": Deed.HUNG_UP,
    "connection_reset": Deed.HUNG_UP,
    "not_accepted": Deed.HUNG_UP,
    "answer_to_wrong_client": Deed.MESSAGE,
    "sent_first": Deed.MESSAGE,
    "unexpected_answer": Deed.MESSAGE,
    "sent_too_much": Deed.MESSAGE,
}

#: After these a traceback is on the program's screen.
_CRASHES = frozenset(
    {"crashed", "raised", "import_error", "address_in_use", "exited_nonzero", "killed", "ended_before_ready"}
    | {"port_in_use_after_restart"}
)

#: Of the codes for starting, those that can come in the middle of a conversation as well.
_WITHIN = frozenset({"crashed", "raised", "address_in_use", "exited_nonzero", "killed", "port_in_use_after_restart"})


def explain(
    finding: Finding, run: RunRecord | None, files: Collection[str], page: Page, *, brief: bool = False
) -> list[str]:
    """The lines that explain a rendered finding; `brief` leaves out the conversation and what follows it."""
    code = code_of(finding.code)
    story = _Story(finding, run, page) if run is not None and not brief else None
    crash = story.crash(files) if story is not None and finding.code in _CRASHES else []
    waiting = story.waiting() if story is not None and code.waits else None
    lines = [page.paint(line, "bold") for line in wrap(finding.message, page.width)]
    if not crash and (waiting is None or waiting.place != _place(finding)):
        lines += _source(finding, page)
    lines += _values(finding, page)
    if story is not None:
        lines += _block(story.conversation())
    lines += _block(crash)
    if waiting is not None:
        lines += _block(_where(waiting, page))
    return lines


def advice(finding: Finding, hint: str, page: Page) -> list[str]:
    """What to change, and the first of the check's own hints where it can help with this finding."""
    lines: list[str] = []
    if finding.hint:
        lines += _labelled(_("Fix:"), finding.hint, page)
    if hint and code_of(finding.code).task:
        lines += _labelled(_("Hint:"), visible_line(hint), page)
    return lines


def _labelled(label: str, text: str, page: Page) -> list[str]:
    margin = cells(label + gap(label))
    first, *rest = wrap(text, page.width - margin)
    return [page.paint(label, "cyan", "bold") + gap(label) + first, *(" " * margin + line for line in rest)]


def _block(lines: list[str]) -> list[str]:
    return ["", *(_INDENT + line if line else "" for line in lines)] if lines else []


def _source(finding: Finding, page: Page) -> list[str]:
    """`server.py:17    sk.sendto(data, first)`"""
    place = _place(finding)
    source = visible_line((finding.source or as_text(finding.args.get("text") or "")).strip())
    if not finding.line or (finding.code in CONNECTIONS and _SERVING in source):
        return []
    return _block(_beside(place, source, page))


def _place(finding: Finding) -> str:
    if finding.file is None:
        return ""
    return visible_line(f"{finding.file}:{finding.line}" if finding.line else finding.file)


def _where(waiting: Waiting, page: Page) -> list[str]:
    """Where the program waits now, with its source line."""
    words = _("Now {place} {waits}.").format(place=waiting.place, waits=waiting.words)
    lines = wrap(words, page.width - len(_INDENT))
    return [*lines, *("  " + piece for piece in chop(waiting.source, page.width - len(_INDENT) - 2) if piece)]


def _beside(place: str, source: str, page: Page) -> list[str]:
    """A place and its source line, below each other where they do not fit on one line."""
    room = page.width - len(_INDENT)
    if cells(place) + 3 + cells(source) <= room:
        return [(page.paint(place, "cyan") + "   " + source).rstrip()]
    return [page.paint(place, "cyan"), *("    " + piece for piece in chop(source, room - 4))]


# --- expected and actual ----------------------------------------------------------------------


def _values(finding: Finding, page: Page) -> list[str]:
    """What was expected and what came, one below the other, with a mark where they part."""
    expected, actual = finding.expected, finding.actual
    if finding.code in STARTING or finding.code == "printed_unwanted":
        expected = None  # what the program would have had to do next is not what is wrong with it
    if finding.code in STARTING or finding.code == "not_printed":
        actual = None  # all that was printed stands in the conversation
    if expected is None and (actual is None or finding.code in DATAGRAMS or finding.code in CONNECTIONS):
        return []  # a datagram alone stands in the conversation
    label_expected, label_actual = _("expected"), _("got")
    margin = max(cells(label_expected), cells(label_actual)) + 2
    difference = None
    if expected is not None and actual is not None:
        expected, actual = readable_json(expected), readable_json(actual)
        expected = in_order_of(expected, actual)
        if expected == actual:
            return []
        difference = _difference(finding, expected, actual)
    lines: list[str] = []
    for label, text, mark in ((label_expected, expected, None), (label_actual, actual, difference)):
        if text is not None:
            lines += _value(page.paint(pad(label, margin), "dim"), margin, text, mark, page)
    return _block(lines)


def _difference(finding: Finding, expected: str, actual: str) -> Difference | None:
    """What to mark; for keys that are there or not, the key itself."""
    if finding.code == "missing_key":
        return None
    if finding.code == "extra_key":
        at = actual.find(json.dumps(finding.args.get("key"), ensure_ascii=False))
        return Difference(0, at, _("this key is not wanted")) if at >= 0 else None
    return first_difference(expected, actual)


def _value(label: str, margin: int, text: str, mark: Difference | None, page: Page) -> list[str]:
    """One value in full, cut into lines; below the piece with the first difference, a mark and words for it."""
    safe = visible_line(text) or _("(nothing)")
    pieces = chop(safe, page.width - len(_INDENT) - margin)
    at = len(visible_line(text[: mark.in_actual])) if mark is not None else -1
    lines: list[str] = []
    for number, piece in enumerate(pieces):
        before = label if number == 0 else " " * margin
        last = number == len(pieces) - 1
        if mark is None or not (0 <= at < len(piece) or (last and 0 <= at <= len(piece))):
            lines.append(before + piece)
        else:
            shown = piece[:at] + page.paint(piece[at : at + 1], "red", "bold") + piece[at + 1 :]
            lines += [before + shown, *_caret(margin + cells(piece[:at]), mark.words, page, margin)]
        at -= len(piece)
    return lines


def _caret(column: int, words: str, page: Page, margin: int) -> list[str]:
    """A mark below a column with words beside it, on its left where there is no room on its right."""
    caret, room = page.paint.signs.caret, page.width - len(_INDENT)
    if column + 2 + cells(words) <= room:
        return [" " * column + page.paint(f"{caret} {words}", "red")]
    if cells(words) + 1 <= column - margin:
        return [" " * (column - cells(words) - 1) + page.paint(f"{words} {caret}", "red")]
    words_lines = [" " * margin + page.paint(line, "red") for line in wrap(words, room - margin)]
    return [" " * column + page.paint(caret, "red"), *words_lines]


# --- the run ----------------------------------------------------------------------------------


class _Story:
    """What the run's transcript tells about a finding."""

    def __init__(self, finding: Finding, run: RunRecord, page: Page) -> None:
        self.finding = finding
        self.run = run
        self.page = page
        self.actor = as_text(finding.args.get("actor") or "")
        self.program = self._program()

    def _program(self) -> str:
        """The actor whose program this is about."""
        started = {event.actor: event.fields.get("file") for event in self.run.transcript if event.kind == "started"}
        if self.actor in started:
            return self.actor
        files = (self.finding.args.get("program"), self.finding.file)
        return next((actor for actor, file in started.items() if file in files), next(iter(started), self.actor))

    def conversation(self) -> list[str]:
        """The last turns before the finding, as a ladder."""
        talk = conversation(self.run.transcript)
        code = self.finding.code
        if code in SOURCES and code != "python_check":
            return []
        if code in STARTING and (code not in _WITHIN or len(talk.turns) < 2):
            return []
        width, paint = self.page.width - len(_INDENT), self.page.paint
        missing = self._missing()
        wrong = self._wrong(talk) if missing is None else None
        # A look that was never played has no event of its own; what it pays for may be anywhere.
        until = self.finding.event if wrong is None else None
        ladder = Ladder(width, paint, until or None, wrong, missing, mark_words(self.finding))
        drawn = draw(talk, ladder)
        return [*drawn, *self._legend(talk, actors_of(talk, ladder))] if drawn else []

    def _wrong(self, talk: Conversation) -> Turn | None:
        """The turn that is the mistake: what was printed or sent, the exception, the end."""
        code, event, actual = self.finding.code, self.finding.event, self.finding.actual
        mine = [turn for turn in reversed(talk.turns) if turn.actor == self.program]
        if code == "raised":
            # There may be more of them in other threads: the last one up to the finding, else the first one behind.
            raised = [turn for turn in mine if turn.deed is Deed.RAISED]
            before = [turn for turn in raised if event is None or turn.events[0] <= event]
            return next(iter(before or raised[::-1]), None)
        if code in _CRASHES:
            return next((turn for turn in mine if turn.deed in (Deed.RAISED, Deed.ENDED)), None)
        if code in PRINTING and actual:
            printed = [turn for turn in mine if turn.deed is Deed.PRINTED]
            return next((turn for turn in printed if turn.text in visible_line(actual)), None)
        if code in ENDINGS:
            return next((turn for turn in mine if turn.deed is Deed.ENDED), None)
        found = next((turn for turn in reversed(talk.turns) if event in turn.events), None)
        if found is None and code in _CONNECTING:
            return self._at_connection(talk, _CONNECTING[code])
        return found

    def _at_connection(self, talk: Conversation, deed: Deed) -> Turn | None:
        """The last turn of this kind between the program and the peer before the finding was made."""
        event = self.finding.event
        peer = as_text(self.finding.args.get("got_at") or self.actor)
        for turn in reversed(talk.turns):
            here = {turn.actor, turn.to}
            if turn.deed is not deed or (event is not None and turn.events[0] > event):
                continue
            if turn.actor == self.program and (peer in here or peer == self.program):
                return turn
            if turn.actor == peer and self.finding.code == "not_accepted":
                return turn
        return None

    def _legend(self, talk: Conversation, actors: list[str]) -> list[str]:
        # Of a crowd, `crowd[7]` and so on, the name alone.
        peers = list(dict.fromkeys(name.partition("[")[0] for name in actors if name not in talk.programs))
        if not peers:
            return []
        words = _("(played by the grader: {names})").format(names=", ".join(peers))
        return [self.page.paint(line, "dim") for line in wrap(words, self.page.width - len(_INDENT))]

    def _missing(self) -> Missing | None:
        if self.finding.code not in _NEVER_CAME:
            return None
        if self.actor and self.actor != self.program:
            return Missing(self.program, self.actor)
        return Missing(self.program, "") if self.program else None

    def waiting(self) -> Waiting | None:
        """Where the program waits."""
        return waiting_place(self.finding, self.run, self.program)

    def crash(self, files: Collection[str]) -> list[str]:
        """The student's own frames of the traceback, else the last lines of the screen."""
        text, room = printed_text(self.run.transcript, self.program), self.page.width - len(_INDENT)
        own = own_traceback(text, files, room)
        if own:
            return own
        if self.finding.code not in ("exited_nonzero", "ended_before_ready"):
            return []
        last = [visible_line(line) for line in text.split("\n") if line.strip()][-5:]
        return [_("Its last lines:"), *(piece for line in last for piece in chop(line, room))] if last else []


def same_place(finding: Finding) -> tuple[object, ...]:
    """What makes two findings one mistake: the code and the place, or else the words."""
    if finding.file is not None:
        return (finding.code, finding.file, finding.line)
    return (finding.code, finding.message)
