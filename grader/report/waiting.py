"""Says in plain words where a program waits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from grader.messages import N_, _
from grader.outcome import Finding, RunRecord
from grader.report.escape import visible_line
from grader.report.findings import as_text

_ANYTHING = N_("waits in {call}() on {on}")

#: By what a program waits for, as the witness names it.
_THINGS: dict[str, str] = {
    "keyboard": N_("waits for a line from the keyboard"),
    "lock": N_("waits for a lock, or for another thread or process"),
    "child": N_("waits for a process to end"),
    "pipe": N_("waits for something to come through a pipe"),
    "sleep": N_("sleeps"),
    "signal": N_("waits for a signal"),
    "socket": N_("waits in {call}() on a socket that has no port yet"),
}

#: By system call, for what it waits for on a socket.
_CALLS: dict[str, str] = {
    "recvfrom": N_("waits in {call}() for a message on {on}"),
    "recv": N_("waits in {call}() for something to come on {on}"),
    "recvmsg": N_("waits in {call}() for a message on {on}"),
    "accept": N_("waits in {call}() for somebody to connect to {on}"),
    "accept4": N_("waits in {call}() for somebody to connect to {on}"),
    "connect": N_("waits in {call}() for an answer from {on}"),
    "running": N_("runs without waiting for anything"),
}

#: Calls that Python's modules make under another name.
_KNOWN_AS = {
    "accept4": "accept",
    "pselect6": "select",
    "ppoll": "poll",
    "epoll_wait": "epoll",
    "epoll_pwait": "epoll",
    "epoll_pwait2": "epoll",
}


#: A thread that waits for any of several things is a server's own loop: it says less than one in a conversation.
_LOOPS = frozenset({"poll", "select", "epoll"})

#: A connection as the witness names it: own address, other address.
_CONNECTION = re.compile(r"TCP \S+:\d+ to \S+:(\d+)")


class Waiting(NamedTuple):
    """`server.py:12`, `waits in recvfrom() for a message on UDP 127.0.0.1:9090`, and the source line."""

    place: str
    words: str
    source: str


def waiting_place(finding: Finding, run: RunRecord, actor: str) -> Waiting | None:
    """Where `actor` waits when the finding is made, as far as it is known."""
    record = _at_finding(finding, run, actor)
    if record is not None:
        return in_words({**record, "on": _with_names(as_text(record.get("on") or ""), run)})
    place, _space, words = visible_line(as_text(finding.args.get("blocked") or "")).partition(" ")
    return Waiting(place, words, "") if words else None


def in_words(record: Mapping[str, Any]) -> Waiting:
    """A `blocked` record of a result in plain words."""
    call, on = as_text(record.get("call") or "?"), as_text(record.get("on") or "")
    if call == "recvfrom" and not on.startswith("UDP"):
        call = "recv"  # a program calls recv() on a connection, whatever the system calls it
    template = _THINGS.get(on) or _CALLS.get(call) or (_ANYTHING if on else N_("waits in {call}()"))
    words = _(template).format(call=visible_line(_KNOWN_AS.get(call, call)), on=visible_line(on or "?"))
    file, line = record.get("file"), record.get("line")
    place = f"{file}:{line}" if file and line else as_text(file or record.get("actor") or "?")
    return Waiting(visible_line(place), words, visible_line(as_text(record.get("source") or "")).strip())


def _with_names(on: str, run: RunRecord) -> str:
    """Connections by who is at their other end."""
    ports = {event.fields.get("port"): event.actor for event in run.transcript if event.kind == "bound"}

    def named(found: re.Match[str]) -> str:
        actor = ports.get(int(found[1]))
        return _("the connection with {actor}").format(actor=actor) if actor else found[0]

    return _CONNECTION.sub(named, on)


def _at_finding(finding: Finding, run: RunRecord, actor: str) -> Mapping[str, Any] | None:
    """Where the actor waited in the finding's step: what was seen in another one may be true no longer."""
    marks = [event for event in run.transcript if event.kind == "blocked"]
    mine = [record for record in run.blocked if record.get("actor") == actor]
    if not marks:
        return next(iter(mine), None)
    if finding.event is None or not 0 <= finding.event < len(run.transcript):
        return None
    behind = finding.event + 1
    while behind < len(run.transcript) and run.transcript[behind].kind != "step":
        behind += 1
    threads: list[Mapping[str, Any]] = []
    for event in reversed(run.transcript[:behind]):
        if event.kind == "step":
            break
        if event.kind == "blocked" and event.actor == actor:
            threads.insert(0, event.fields)
    if not threads:
        return None
    # Of several threads the first that was noted: one in the student's own code.
    found = min(threads, key=lambda fields: _KNOWN_AS.get(fields["call"], fields["call"]) in _LOOPS)
    source = next((record.get("source") for record in mine if record.get("line") == found.get("line")), None)
    return {"actor": actor, "source": source, **found}
