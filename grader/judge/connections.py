"""What TCP connections tell about an expectation that was not met."""

from __future__ import annotations

from collections.abc import Mapping

from grader.judge.expectations import LookKind
from grader.judge.reading import Answer, Reading

#: How a connection ended: the code that says so.
_ENDS = {"closed": "connection_closed", "reset": "connection_reset", "refused": "not_accepted"}


def why_nothing_came(reading: Reading, partners: Mapping[str, str], answer: Answer) -> str | None:
    """Why a TCP peer got nothing, where more is known than that."""
    peer = answer.look.at[0]
    stream = reading.streams.get(peer)
    if stream is None:
        return None
    ended = _end_before(reading, peer, answer.decided)
    if ended is not None:
        return _ENDS[ended]
    if any(event.kind == "received" and event.actor == peer for event in reading.events):
        return None
    return (
        "second_waits"
        if _another_is_served(reading, partners, peer)
        else "no_greeting"
        if _silent(reading, peer)
        else None
    )


def _end_before(reading: Reading, peer: str, index: int) -> str | None:
    ends = [event.kind for event in reading.events[: index + 1] if event.actor == peer and event.kind in _ENDS]
    return ends[-1] if ends else None


def _silent(reading: Reading, peer: str) -> bool:
    """Whether the peer has said nothing: then a greeting was awaited."""
    return not any(event.kind == "sent" and event.actor == peer for event in reading.events)


def _another_is_served(reading: Reading, partners: Mapping[str, str], peer: str) -> bool:
    """Whether another client of the same program was answered and is connected still."""
    return any(
        other != peer
        and partners.get(other) == partners.get(peer)
        and stream.end is None
        and any(event.kind == "received" and event.actor == other for event in reading.events)
        for other, stream in reading.streams.items()
    )


def why_unwanted(reading: Reading, answer: Answer) -> str | None:
    """What came to a TCP peer that must not come, where it is the connection that tells."""
    look = answer.look
    if look.kind is not LookKind.NOTHING or look.prints is not None:
        return None
    if look.connects:
        return "new_connection"
    peer = answer.got[0][1] if answer.got else look.at[0]
    if peer not in reading.streams:
        return None
    if not answer.got:
        ended = _end_before(reading, peer, answer.decided)
        return _ENDS[ended] if ended is not None else None
    index = answer.got[0][0]
    spoken = any(event.kind == "sent" and event.actor == peer for event in reading.events[:index])
    fake = any(event.kind == "connected" and event.actor == peer and "from" in event.fields for event in reading.events)
    if fake:
        return "sent_too_much" if spoken else "sent_first"
    return "unexpected_answer"
