"""What TCP connections tell about an expectation that was not met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.judge.expectations import LookKind
from grader.judge.reading import Answer, Reading

#: How a connection ended: the code that says so.
_ENDS = {"closed": "connection_closed", "reset": "connection_reset", "refused": "not_accepted"}


@dataclass(frozen=True, slots=True)
class Told:
    """What the connections tell: a finding's code, the peer it is about, the event that shows it, more arguments."""

    code: str
    peer: str
    event: int | None = None
    more: Mapping[str, str] = field(default_factory=dict)


def why_nothing_came(reading: Reading, partners: Mapping[str, str], answer: Answer) -> Told | None:
    """Why a TCP peer got nothing, where more is known than that."""
    peer = answer.look.at[0]
    if peer not in reading.streams:
        return None
    elsewhere = _got_elsewhere(reading, partners, answer)
    if elsewhere is not None:
        other = reading.events[elsewhere].actor
        return Told("answer_to_wrong_client", peer, elsewhere, {"expected_at": peer, "got_at": other})
    ended = _end_before(reading, peer, answer.decided)
    if ended is not None:
        return Told(_ENDS[reading.events[ended].kind], peer, ended)
    if any(event.kind == "received" and event.actor == peer for event in reading.events[: answer.decided]):
        return None
    if _another_is_served(reading, partners, peer, answer.decided):
        return Told("second_waits", peer)
    return Told("no_greeting", peer) if _silent(reading, peer, answer.decided) else None


def _got_elsewhere(reading: Reading, partners: Mapping[str, str], answer: Answer) -> int | None:
    """The event in which another client of the same program got what was for this one, since this one last acted."""
    peer, payload = answer.look.at[0], answer.look.gets
    acts = ("connecting", "sent")
    acted = [at for at in range(answer.began) if _is(reading, at, acts, peer)]
    asked = max(acted, default=answer.began)
    for index in range(asked, answer.decided):
        event = reading.events[index]
        other = event.actor
        if event.kind != "received" or other == peer or partners.get(other) != partners.get(peer):
            continue
        theirs = max((at for at in range(index) if _is(reading, at, acts, other)), default=0)
        if (
            payload is not None
            and payload.text is not None
            and theirs < asked
            and event.data.decode("utf-8", "replace") == payload.text
        ):
            return index
    return None


def _is(reading: Reading, at: int, kinds: tuple[str, ...], actor: str) -> bool:
    event = reading.events[at]
    return event.kind in kinds and event.actor == actor


def _end_before(reading: Reading, peer: str, index: int) -> int | None:
    """The event in which a peer's connection ended, by then."""
    ends = [at for at in range(index + 1) if _is(reading, at, tuple(_ENDS), peer)]
    return ends[-1] if ends else None


def _silent(reading: Reading, peer: str, index: int) -> bool:
    """Whether the peer has said nothing: then a greeting was awaited."""
    return not any(event.kind == "sent" and event.actor == peer for event in reading.events[:index])


def _another_is_served(reading: Reading, partners: Mapping[str, str], peer: str, index: int) -> bool:
    """Whether another client of the same program had been answered by then and was connected still."""
    return any(
        other != peer
        and partners.get(other) == partners.get(peer)
        and _end_before(reading, other, index) is None
        and any(event.kind == "received" and event.actor == other for event in reading.events[:index])
        for other in reading.streams
    )


def why_unwanted(reading: Reading, answer: Answer) -> Told | None:
    """What came to a TCP peer that must not come, where it is the connection that tells."""
    look = answer.look
    if look.kind is not LookKind.NOTHING or look.prints is not None:
        return None
    if look.connects:
        newest = [at for at in range(answer.decided) if _is(reading, at, ("connected",), look.at[0])]
        return Told("new_connection", look.at[0], newest[-1] if newest else None)
    if not answer.got:
        ends = {peer: end for peer in look.at if (end := _end_before(reading, peer, answer.decided)) is not None}
        if not ends:
            return None
        peer = max(ends, key=lambda one: ends[one])
        return Told(_ENDS[reading.events[ends[peer]].kind], peer, ends[peer])
    index, peer, _data = answer.got[0]
    if peer not in reading.streams:
        return None
    spoken = any(_is(reading, at, ("sent",), peer) for at in range(index))
    fake = any(event.kind == "connected" and event.actor == peer and "from" in event.fields for event in reading.events)
    if fake:
        return Told("sent_too_much" if spoken else "sent_first", peer, index)
    return Told("unexpected_answer", peer, index)
