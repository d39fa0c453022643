"""The folder `work/`, in which students write, and what a command may do there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from grader.catalog.location import packaged_course
from grader.errors import UsageError
from grader.messages import _

#: The grader's own notes beside the exercises.
NOTES = ".grader"


class Workplace:
    """`work/` beside the course's exercises.yaml; with the packaged course, which nobody should write in, elsewhere.

    Then it is in the current folder, or, for somebody who has gone down into it, the nearest upward
    that an earlier `grader start` has left its notes in.
    """

    def __init__(self, course: Path) -> None:
        self.packaged = course == packaged_course()
        self.folder = (self._nearest() if self.packaged else course) / "work"

    @staticmethod
    def _nearest() -> Path:
        here = Path.cwd()
        return next((folder for folder in (here, *here.parents) if (folder / "work" / NOTES).is_dir()), here)

    @property
    def notes(self) -> Path:
        """The folder of the grader's own notes."""
        return self.folder / NOTES

    def of(self, exercise_id: str) -> Path:
        """The folder of an exercise, started or not."""
        return self.folder / exercise_id

    def started(self, exercises: Iterable[str]) -> list[str]:
        """Those of the exercises that are started."""
        return [name for name in exercises if self.of(name).is_dir()]

    def writable(self, exercise_id: str) -> Path:
        """The folder of an exercise, for writing: it and what is above it in `work/` are no links.

        A repository that somebody handed in may hold links to anywhere.

        Raises:
            UsageError: something else than a folder is in the way.
        """
        for path in (self.folder, self.notes, self.of(exercise_id)):
            if path.is_symlink():
                raise UsageError(
                    _("{path} is a link, and nothing is written through links. Move it away first.").format(
                        path=shown(path)
                    )
                )
            if path.exists() and not path.is_dir():
                raise UsageError(_("{path} is no folder. Move it away first.").format(path=shown(path)))
        return self.of(exercise_id)


def shown(path: Path | str) -> str:
    """A path as seen from the current folder, when it lies below it."""
    return str(path).removeprefix(f"{Path.cwd()}{os.sep}")


def known(given: str, exercises: Sequence[str]) -> str:
    """The exercise of this name.

    Raises:
        UsageError: the course has none.
    """
    if given in exercises:
        return given
    from difflib import get_close_matches  # only mistakes pay for it

    # `work/03_udp_chat/`, as a shell completes it, and `03` are plain as well, but not to be guessed silently.
    word = Path(given).name
    near = [name for name in exercises if word and name.startswith(word)] or get_close_matches(word, exercises, 1, 0.4)
    hint = _("Did you mean {name}?").format(name=near[0]) if near else _("`grader list` shows them all.")
    raise UsageError(_("There is no exercise {name}. {hint}").format(name=given, hint=hint))
