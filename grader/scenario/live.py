"""A run driven from Python: for hidden checks that the YAML cannot say.

Each call is one step of the same kind as in YAML, played and judged by the same code, so its
transcript, findings and proofs are the same too.  An unmet look ends the test there.
"""

from __future__ import annotations

import random
import sys
from typing import Any, Literal

from grader.catalog import model
from grader.catalog.binding import BoundStep, look_of
from grader.catalog.values import draw
from grader.errors import Place
from grader.scenario.player import Played, Player
from grader.scenario.stage import Stage


class Unmet(Exception):
    """A look of a Python check was not met, or the run broke; the finding is in the outcome."""


class Live:
    """The run of one Python check.  Names are those of the exercise's actors.

    Raises (from any step):
        Unmet: the look was not met, or the run has broken.
    """

    def __init__(self, stage: Stage, check: str, seed_text: str) -> None:
        self._stage = stage
        self._check = check
        self._seed_text = seed_text
        self._player = Player(stage)
        self._count = 0
        #: For orders and choices; the same for the same seed.
        self.random = random.Random(seed_text)

    def draw(self, **kinds: str) -> dict[str, Any]:
        """Values drawn from the seed, as `vary` draws them: `draw(x="chinese", n="number 1..9")`."""
        values = draw(kinds, f"{self._seed_text}/{self._count}", self._stage.exercise.reserved)
        self._stage.drawn.update(values)
        return values

    def port(self, name: str) -> int:
        """The port of a peer; binds it if it is not there yet (a fake server: before the program starts)."""
        return self._stage.have(name).port

    def start(self, *programs: str) -> None:
        """Starts programs and waits until those that listen do."""
        self._play(model.Start(self._place(), programs))

    def type(self, into: str, line: str) -> None:
        """Types a line."""
        self._play(model.Type(self._place(), into, line))

    def send(self, peer: str, **message: Any) -> None:
        """A peer sends: one of `json`, `text`, `line`, `hex`."""
        self._stage.have(peer)
        self._play(model.Send(self._place(), peer, model.Message(**_literally(message))))

    def reply(self, peer: str, **message: Any) -> None:
        """A fake server answers whoever sent to it last."""
        self._play(model.Reply(self._place(), peer, model.Message(**_literally(message))))

    def connect(self, *peers: str) -> None:
        """TCP clients connect."""
        for peer in peers:
            self._stage.have(peer)
        self._play(model.Connect(self._place(), peers))

    def close(self, peer: str, how: Literal["close", "half", "reset"] = "close") -> None:
        """A TCP peer hangs up: `close`, `half` or `reset`."""
        self._play(model.Close(self._place(), (peer,), how))

    def expect(self, at: str, *prints: str, matches: str | None = None, **gets: Any) -> None:
        """Text on a program's screen, or what a peer gets (`json=`, `text=` ...)."""
        payload = model.Payload(**_literally(gets)) if gets else None
        step = model.Expect(self._place(), at, prints=prints, matches=matches, gets=payload, for_=self._check)
        self._play(step)

    def nothing(self, *at: str, prints: tuple[str, ...] = ()) -> None:
        """Nothing comes at these peers (on a screen: not this text)."""
        self._play(model.Nothing(self._place(), at, prints, for_=self._check))

    def ends(self, program: str, status: int | None = 0) -> None:
        """A program ends by itself."""
        self._play(model.Ends(self._place(), program, status, self._check))

    def finish(self) -> Played:
        """The played run."""
        return self._player.finish()

    def _play(self, step: model.Step) -> None:
        bound = BoundStep(self._count, step, step.place, None, look_of(self._count, step))
        self._count += 1
        if not self._player.play_one(bound):
            raise Unmet

    @staticmethod
    def _place() -> Place:
        """The line of the test that called."""
        frame = sys._getframe(2)  # noqa: SLF001 - the documented way to the caller's line without a stack walk
        return Place(frame.f_code.co_filename, frame.f_lineno)


def _literally(fields: dict[str, Any]) -> dict[str, Any]:
    """Text as it stands in Python: a backslash is one, where YAML's text would begin an escape."""
    return {
        name: value.replace("\\", "\\\\") if name in ("text", "line") and isinstance(value, str) else value
        for name, value in fields.items()
    }
