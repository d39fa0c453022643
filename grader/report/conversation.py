"""Reads a transcript as a conversation: who sent, typed or printed what, in the order in which it happened."""

from __future__ import annotations

import codecs
from collections import defaultdict
from collections.abc import Mapping
from enum import Enum, auto
from itertools import groupby
from typing import Any, NamedTuple

from grader.messages import _
from grader.outcome import Event, Transcript
from grader.report.columns import joined
from grader.report.crash import screen_text, tracebacks
from grader.report.difference import readable_json
from grader.report.escape import visible_bytes, visible_line
from grader.report.findings import signal_name

#: What socketserver prints above a traceback, which is told by itself.
_BEFORE_TRACEBACK = "Exception occurred during processing of request from"


class Deed(Enum):
    """What kind of thing a turn is."""

    MESSAGE = auto()
    PRINTED = auto()
    TYPED = auto()
    RAISED = auto()
    ENDED = auto()
    CONNECTED = auto()
    HUNG_UP = auto()
    OTHER = auto()


class Turn(NamedTuple):
    """One thing that was said or happened.

    `to` is set where something went from one actor to another; both are "" where that is not known.
    `text` is safe to show.  `events` are the indexes of the events that it is made of, `times` says
    how often a program printed the same line without a pause.
    """

    deed: Deed
    actor: str
    to: str
    text: str
    events: tuple[int, ...]
    times: int = 1

    @property
    def words(self) -> str:
        """The turn as a reader sees it."""
        text = self.text if self.times == 1 else _("{text}  ({count} times)").format(text=self.text, count=self.times)
        return joined(self.label, text)

    @property
    def label(self) -> str:
        """What stands before the text."""
        if self.deed is Deed.PRINTED:
            return _("prints:")
        return _("keyboard:") if self.deed is Deed.TYPED else ""


class Conversation(NamedTuple):
    """The turns of a run, its actors in the order of a picture, who of them is a program, who ended when."""

    turns: list[Turn]
    actors: list[str]
    programs: frozenset[str]
    ended: Mapping[str, int]


def conversation(transcript: Transcript) -> Conversation:
    """What a transcript tells as a story; marks of the grader and starts are left out."""
    programs = list(dict.fromkeys(event.actor for event in transcript if event.kind == "started"))
    who = _Who(transcript, programs)
    raw: list[Turn] = []
    ended: dict[str, int] = {}
    # A character may lie in two pieces of output.
    utf8 = codecs.getincrementaldecoder("utf-8")
    decoders: dict[str, codecs.IncrementalDecoder] = defaultdict(lambda: utf8("backslashreplace"))
    for number, event in enumerate(transcript):
        if event.kind == "printed":
            _print(raw, number, event.actor, decoders[event.actor].decode(event.data))
        elif (turn := _turn(number, event, who)) is not None:
            raw.append(turn)
        if event.kind == "ended":
            ended[event.actor] = number
        elif event.kind == "started":
            ended.pop(event.actor, None)
    turns = _without_echo(_in_order(_told(raw)))
    return Conversation(turns, _order(turns, programs), frozenset(programs), ended)


# --- screens ----------------------------------------------------------------------------------


def _print(turns: list[Turn], number: int, actor: str, text: str) -> None:
    """Output comes in pieces that mean nothing: what one program prints without anything in between is one turn."""
    last = turns[-1] if turns else None
    if last is not None and last.deed is Deed.PRINTED and last.actor == actor:
        turns[-1] = last._replace(text=last.text + text, events=(*last.events, number))
    else:
        turns.append(Turn(Deed.PRINTED, actor, "", text, (number,)))


def _told(turns: list[Turn]) -> list[Turn]:
    """Screens line by line, with each traceback told as one turn, wherever its pieces lie."""
    screens: dict[str, str] = {}
    turns = [turn._replace(text=screen_text(turn.text)) if turn.deed is Deed.PRINTED else turn for turn in turns]
    for turn in turns:
        if turn.deed is Deed.PRINTED:
            screens[turn.actor] = screens.get(turn.actor, "") + turn.text
    crashes = {actor: tracebacks(text) for actor, text in screens.items()}
    told: list[Turn] = []
    seen: dict[str, int] = {}
    for turn in turns:
        if turn.deed is not Deed.PRINTED:
            told.append(turn)
            continue
        start = seen.get(turn.actor, 0)
        end = seen[turn.actor] = start + len(turn.text)
        for crash in crashes[turn.actor]:
            told += _lines(turn, screens[turn.actor][start : max(start, min(crash.start, end))])
            if start <= crash.start < end:
                told.append(turn._replace(deed=Deed.RAISED, text=_("stops with an exception")))
            start = max(start, min(crash.end, end))
        told += _lines(turn, screens[turn.actor][start:end])
    return told


def _lines(turn: Turn, text: str) -> list[Turn]:
    """One turn for each line that was printed; prompts, rules and empty lines tell nothing and are left out."""
    told: list[Turn] = []
    for line, same in groupby(line.rstrip() for line in text.split("\n")):
        if any(char.isalnum() for char in line) and not line.startswith(_BEFORE_TRACEBACK):
            told.append(turn._replace(text=visible_line(line), times=sum(1 for _line in same)))
    return told


# --- order ------------------------------------------------------------------------------------


def _in_order(turns: list[Turn]) -> list[Turn]:
    """An exception behind the last message of its program.

    The grader may learn of a traceback before it learns of a message that was sent before it, and no
    program sends after its end.
    """
    for number in range(len(turns) - 1, -1, -1):
        raised = turns[number]
        if raised.deed is not Deed.RAISED:
            continue
        last = number
        for later in range(number + 1, len(turns)):
            if turns[later].deed is Deed.MESSAGE and turns[later].actor == raised.actor:
                last = later
            elif turns[later].actor == raised.actor and turns[later].deed is not Deed.ENDED:
                break  # it printed or was typed into afterwards: only a part of it was stopped
        turns.insert(last, turns.pop(number))
    return turns


def _without_echo(turns: list[Turn]) -> list[Turn]:
    """No end of a program where an exception has told of it."""
    raised = {turn.actor for turn in turns if turn.deed is Deed.RAISED}
    return [turn for turn in turns if turn.deed is not Deed.ENDED or turn.actor not in raised]


def _order(turns: list[Turn], programs: list[str]) -> list[str]:
    """Who speaks first stands at the left; one program among several peers stands in the middle of them."""
    seen = dict.fromkeys(name for turn in turns for name in (turn.actor, turn.to) if name)
    peers = [name for name in seen if name not in programs]
    if len(programs) == 1 and programs[0] in seen and len(peers) >= 2:
        half = len(peers) // 2
        return [*peers[:half], programs[0], *peers[half:]]
    return list(seen)


# --- single events ----------------------------------------------------------------------------


def _turn(number: int, event: Event, who: _Who) -> Turn | None:
    fields, actor = event.fields, event.actor
    here = (number,)
    if event.kind == "sent":
        return Turn(Deed.MESSAGE, actor, who.other(actor, fields.get("to")), _payload(event), here)
    if event.kind == "received":
        return Turn(Deed.MESSAGE, who.other(actor, fields.get("from")), actor, _payload(event), here)
    if event.kind == "typed":
        return Turn(Deed.TYPED, actor, "", visible_bytes(event.data), here)
    if event.kind == "ended":
        return None if who.restarts(number) else Turn(Deed.ENDED, actor, "", _ending(fields), here)
    if event.kind == "restarted":
        return Turn(Deed.OTHER, actor, "", _("is ended and started again"), here)
    if event.kind == "flooded":
        return Turn(Deed.OTHER, actor, "", _("prints without end; the rest is cut off"), here)
    return _of_connection(event, here, who)


def _of_connection(event: Event, here: tuple[int, ...], who: _Who) -> Turn | None:
    fields, actor = event.fields, event.actor
    other = who.other(actor, fields.get("to") or fields.get("from"))
    if event.kind == "connecting":
        return Turn(Deed.CONNECTED, actor, other, _("connects"), here)
    if event.kind == "connected" and "from" in fields:
        words = _("connects") if fields.get("connection", 1) == 1 else _("connects once more")
        return Turn(Deed.CONNECTED, other, actor, words, here)
    if event.kind == "refused":
        return Turn(Deed.HUNG_UP, actor, "", _("nobody listens there"), here)
    if event.kind == "closed":
        return Turn(Deed.HUNG_UP, other, actor, _("closes the connection"), here)
    if event.kind == "reset":
        return Turn(Deed.HUNG_UP, other, actor, _("breaks the connection off"), here)
    if event.kind == "hung_up":
        ways = {"half": _("says that it is done"), "reset": _("breaks the connection off")}
        return Turn(Deed.HUNG_UP, actor, other, ways.get(fields.get("how", ""), _("closes the connection")), here)
    return None


def _payload(event: Event) -> str:
    if not event.data:
        return _("(an empty datagram)")
    try:
        return visible_line(readable_json(event.data.decode("utf-8")))
    except UnicodeDecodeError:
        return visible_bytes(event.data)


def _ending(fields: Mapping[str, Any]) -> str:
    how, status = fields.get("how"), fields.get("status")
    if how == "signalled":
        return _("ends by signal {signal}").format(signal=signal_name(status))
    if how == "killed_by_grader":
        return _("is ended by the grader")
    return _("ends with status {status}").format(status=status)


class _Who:
    """Who is behind an address, and whom a peer has a connection with, as far as the transcript says so."""

    def __init__(self, transcript: Transcript, programs: list[str]) -> None:
        self._programs = programs
        self._ports: dict[int, str] = {}
        self._partners: dict[str, str] = {}
        self._restarted: set[int] = set()
        restarting: set[str] = set()
        for number, event in enumerate(transcript):
            port = event.fields.get("port")
            if event.kind in ("ready", "bound") and isinstance(port, int):
                self._ports[port] = event.actor
            elif event.kind in ("connecting", "connected"):
                self._partners[event.actor] = self.at(event.fields.get("to") or event.fields.get("from"))
            elif event.kind == "restarted":
                restarting.add(event.actor)
            elif event.kind == "ended" and event.actor in restarting:
                self._restarted.add(number)
            elif event.kind == "started":
                restarting.discard(event.actor)

    def restarts(self, number: int) -> bool:
        """Whether this end of a program is a part of its being started again."""
        return number in self._restarted

    def other(self, peer: str, address: Any) -> str:
        """The other side of a peer, by the address if there is one."""
        return self._partners.get(peer, "") or self.at(address)

    def at(self, address: Any) -> str:
        """The actor behind an address; a program's own port is not known, but often there is only one program."""
        port = address[1] if isinstance(address, list | tuple) and len(address) > 1 else None
        if isinstance(port, int) and port in self._ports:
            return self._ports[port]
        return self._programs[0] if len(self._programs) == 1 else ""
