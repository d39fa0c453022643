"""Draws a conversation as a ladder: one lane for each actor, time running down, the words beside it.

      bob   server  alice
       ├──────▶│       │   {"msg": "hi", "username": "Bob"}
       │       ●       │   prints: 消息来自Bob : hi
       │       ●       │   keyboard: hello
    ✘  │       ├──────▶│   {"msg": "hello", "username": "server"}
                           should have gone to bob

Lanes are narrow and the words stand at the right, so that nothing has to be cut off at 80 columns.
Where there is no room for lanes, each turn is one line: `bob → server  ...`.
"""

from __future__ import annotations

from typing import NamedTuple

from grader.messages import _
from grader.report.columns import cells, centre, pad, wrap
from grader.report.conversation import Conversation, Turn
from grader.report.paint import Paint

#: Words in fewer cells than this are no pleasure to read; without lanes there is more room.
_ROOM = 26

_MOST_LANES = 5

#: More lines than this of one turn would drive the others out of sight.
_MOST_LINES = 3


class Missing(NamedTuple):
    """What should have come at the end and did not: from whom, to whom ("" for the screen)."""

    actor: str
    to: str


class Ladder(NamedTuple):
    """How one ladder is to be drawn: up to which event, what is wrong in it, and what is said there.

    It ends with the event number `until` (None: with the last one), or behind it with what is `missing`.
    The turn `wrong` is marked, and told last.
    """

    width: int
    paint: Paint
    until: int | None
    wrong: Turn | None = None
    missing: Missing | None = None
    words: str = ""
    turns: int = 8


def draw(talk: Conversation, ladder: Ladder) -> list[str]:
    """The last turns before the end of the ladder."""
    told, missing = _told(talk, ladder), ladder.missing
    shown = told[-ladder.turns :]
    if not shown and missing is None:
        return []
    lanes = _Lanes(actors_of(talk, ladder), talk, ladder)
    lines = lanes.heading()
    if len(told) > len(shown):
        lines.append(lanes.note(_("(earlier: {count} more)").format(count=len(told) - len(shown))))
    for number, turn in enumerate(shown):
        if turn == ladder.wrong and number == len(shown) - 1:
            lines += lanes.wrong(turn, ladder.words)
        else:
            lines += lanes.turn(turn)
    if missing is not None:
        lines += lanes.missing(missing, ladder.words)
    return lines


def actors_of(talk: Conversation, ladder: Ladder) -> list[str]:
    """Who occurs in what is drawn, in the order of the lanes."""
    shown, missing = _told(talk, ladder)[-ladder.turns :], ladder.missing
    actors = [name for name in talk.actors if any(name in (turn.actor, turn.to) for turn in shown)]
    if missing is not None:
        actors += [name for name in (missing.actor, missing.to) if name and name not in actors]
        actors.sort(key=lambda name: talk.actors.index(name) if name in talk.actors else len(talk.actors))
    return actors


def _told(talk: Conversation, ladder: Ladder) -> list[Turn]:
    """All turns up to the ladder's end."""
    told = [turn for turn in talk.turns if ladder.until is None or turn.events[0] <= ladder.until]
    if ladder.wrong in told:
        told = told[: _last(told, ladder.wrong) + 1]
    return told


def _last(turns: list[Turn], turn: Turn) -> int:
    """Where a turn stands; of several lines that are alike, the last."""
    return max(number for number, other in enumerate(turns) if other == turn)


class _Lanes:
    """The picture's columns: where each lane stands and how its lines are put together."""

    def __init__(self, actors: list[str], talk: Conversation, ladder: Ladder) -> None:
        self.actors = actors
        self.talk = talk
        self.paint = ladder.paint
        self.signs = ladder.paint.signs
        self.mark = cells(self.signs.failed) + 1
        self.lane = max([4, *(cells(name) for name in actors)]) + 2
        self.picture = self.lane * (len(actors) - 1) + self.lane // 2 + 1
        text = self.mark + self.picture + 3
        self.drawn = 0 < len(actors) <= _MOST_LANES and ladder.width - text >= _ROOM
        self.text = text if self.drawn else self.mark + 2
        self.room = ladder.width - self.text

    def heading(self) -> list[str]:
        """The names above the lanes."""
        if not self.drawn:
            return []
        names = "".join(centre(name, self.lane) for name in self.actors)
        return [self.paint((" " * self.mark + names).rstrip(), "bold")]

    def note(self, words: str) -> str:
        """A remark between two turns."""
        lanes = self._lifelines(-1) if self.drawn else ""
        return self._line(" " * self.mark + lanes, words, "dim")

    def turn(self, turn: Turn) -> list[str]:
        """The lines of one turn."""
        return self._turn(turn, " " * self.mark, shorten=True)

    def wrong(self, turn: Turn, words: str) -> list[str]:
        """The lines of the turn that is the mistake, and words about it."""
        beside = " " * self.mark + (self._lifelines(turn.events[0]) if self.drawn else "")
        lines = self._turn(turn, self._failed(), "red")
        return [*lines, *(self._line(beside, piece, "red", "bold") for piece in wrap(words, self.room) if words)]

    def missing(self, missing: Missing, words: str) -> list[str]:
        """A dashed arrow, or an empty place on a screen, for what did not come."""
        if not self.drawn:
            said = self._who(missing.actor, missing.to) + ": " + words
            return self._lines(self._failed(), "", said, "red", "bold")
        picture = self._arrow(missing.actor, missing.to, self.signs.dash) or self._spot(missing.actor, "?")
        end = max((turn.events[-1] for turn in self.talk.turns), default=0)
        return self._lines(self._failed() + self._with_lifelines(picture, end), "", words, "red", "bold")

    # --- one line -----------------------------------------------------------------------------

    def _failed(self) -> str:
        return self.paint(pad(self.signs.failed, self.mark), "red", "bold")

    def _turn(self, turn: Turn, mark: str, *styles: str, shorten: bool = False) -> list[str]:
        words = self._shortened(turn) if shorten else turn.words
        if not self.drawn:
            return self._lines(mark, "", self._who(turn.actor, turn.to) + ("  " if turn.to else " ") + words, *styles)
        alive = turn.events[0]
        picture = self._arrow(turn.actor, turn.to, self.signs.line) or self._spot(turn.to or turn.actor)
        return self._lines(mark + self._with_lifelines(picture, alive), self._lifelines(alive), words, *styles)

    def _shortened(self, turn: Turn) -> str:
        """The words of a turn that is not the mistake: of a very long text the beginning is enough."""
        pieces = wrap(turn.words, self.room)
        if len(pieces) <= _MOST_LINES:
            return turn.words
        total = _("... ({count} characters in all)").format(count=len(turn.text))
        return "\n".join([*pieces[: _MOST_LINES - 1], total])

    def _lines(self, before: str, below: str, words: str, *styles: str) -> list[str]:
        """Words beside the picture; what does not fit stands beside the lifelines below it."""
        first, *rest = wrap(words, self.room)
        beside = " " * self.mark + below
        return [self._line(before, first, *styles), *(self._line(beside, piece, *styles) for piece in rest)]

    def _line(self, before: str, words: str, *styles: str) -> str:
        gap = "   " if self.drawn else ""
        return (before + gap + self.paint(words, *styles)).rstrip()

    def _who(self, actor: str, to: str) -> str:
        arrow = f" {self.signs.arrow} "
        return arrow.join(name or "?" for name in (actor, to)) if to or not actor else actor

    def _column(self, name: str) -> int:
        return self.actors.index(name) * self.lane + self.lane // 2

    def _spot(self, actor: str, sign: str = "") -> dict[int, str]:
        return {self._column(actor): sign or self.signs.here} if actor in self.actors else {}

    def _arrow(self, actor: str, to: str, line: str) -> dict[int, str]:
        """The cells of an arrow from lane to lane; empty if one of the two is not known."""
        if actor not in self.actors or to not in self.actors or actor == to:
            return {}
        a, b = self._column(actor), self._column(to)
        step = 1 if b > a else -1
        drawn = dict.fromkeys(range(a + step, b, step), line)
        crossed = [self._column(name) for name in self.actors]
        drawn.update({column: self.signs.cross for column in crossed if column in drawn})
        drawn[a] = self.signs.from_left if step > 0 else self.signs.from_right
        drawn[b - step] = self.signs.to_right if step > 0 else self.signs.to_left
        return drawn

    def _lifelines(self, event: int) -> str:
        return self._with_lifelines({}, event)

    def _with_lifelines(self, picture: dict[int, str], event: int) -> str:
        """The picture over the lifelines of all actors that have not ended before this event."""
        row = [" "] * self.picture
        for name in self.actors:
            if event <= self.talk.ended.get(name, event):
                row[self._column(name)] = self.signs.bar
        for column, sign in picture.items():
            row[column] = sign
        return "".join(row)
