"""Small transcripts written by hand, event by event, as the player would write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from grader.judge.diagnosis import Cast, Diagnosis
from grader.judge.expectations import Look, LookKind, Payload, Prints
from grader.judge.reading import Answer, Reading
from grader.outcome import Event, Finding, Transcript

SERVER = """\
import socket
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
while True:
    data, address = sock.recvfrom(1024)
    print("message:", data.decode())
    answer = input("> ")
    sock.sendto(answer.encode(), address)
"""

CAST = Cast(
    files={"server": "server.py", "client": "client.py"},
    partners={"alice": "server", "bob": "server", "fake": "client"},
    clients=frozenset({"alice", "bob"}),
    typed_into=frozenset({"server", "client"}),
)


def _bytes(data: str | bytes) -> bytes:
    return data if isinstance(data, bytes) else data.encode("utf-8")


@dataclass
class Tape:
    """A transcript in the making, with the looks that it is judged by."""

    sources: Mapping[str, str] = field(default_factory=lambda: {"server.py": SERVER})
    looks: dict[int, Look] = field(default_factory=dict)
    transcript: Transcript = field(default_factory=Transcript)
    steps: int = 0

    def note(self, actor: str, kind: str, **fields: Any) -> None:
        """Any event, a millisecond after the one before."""
        self.transcript.append(Event(len(self.transcript) / 1000, actor, kind, fields))

    # --- what is done and what happens ----------------------------------------------------

    def acts(self) -> int:
        """The mark of a step that is no look."""
        step = self.steps
        self.steps += 1
        self.note("", "step", step=step, verb="act", line=step + 1)
        return step

    def typed(self, actor: str, line: str) -> None:
        self.acts()
        self.note(actor, "typed", data=_bytes(line))

    def sent(self, peer: str, data: str | bytes) -> None:
        self.acts()
        self.note(peer, "sent", data=_bytes(data), to=["127.0.0.1", 9090])

    def printed(self, actor: str, data: str | bytes) -> None:
        self.note(actor, "printed", data=_bytes(data))

    def received(self, peer: str, data: str | bytes) -> None:
        self.note(peer, "received", data=_bytes(data), **{"from": ["127.0.0.1", 9090]})

    def connected(self, peer: str, *, number: int = 1) -> None:
        """A TCP client is connected, or (a fake server) a connection has come in."""
        side = "from" if peer == "fake" else "to"
        if side == "to":
            self.note(peer, "connecting", to=["127.0.0.1", 9090])
        self.note(peer, "connected", connection=number, **{side: ["127.0.0.1", 9090]})

    def streamed(self, peer: str, data: str | bytes, *, number: int = 1) -> None:
        """Bytes come to a TCP peer."""
        self.note(peer, "received", data=_bytes(data), connection=number, **{"from": ["127.0.0.1", 9090]})

    def hangs_up(self, peer: str, kind: str = "closed", *, number: int = 1) -> None:
        """The program ends a connection: `closed`, `reset`, or `refused` at the start."""
        self.note(peer, kind, connection=number)

    def ended(self, actor: str, status: int = 0, how: str = "exited") -> None:
        self.note(actor, "ended", how=how, status=status)

    def blocked(self, actor: str, line: int, call: str = "recvfrom", on: str = "UDP 127.0.0.1:9090") -> None:
        self.note(actor, "blocked", pid=7, call=call, on=on, file=CAST.files[actor], line=line, function="<module>")

    def breaks(self, actor: str, code: str = "ended", **args: Any) -> None:
        self.note(actor, "broke", code=code, **args)

    def leaves_out(self, because: str) -> None:
        """A step that became impossible by an unmet expectation."""
        step = self.acts()
        self.note("", "left_out", step=step, because=because)

    # --- looks ------------------------------------------------------------------------------

    def look(
        self,
        at: str | tuple[str, ...],
        kind: LookKind = LookKind.EXPECT,
        *,
        check: str | None = "c",
        prints: str | tuple[str, ...] | Prints | None = None,
        gets: str | Payload | None = None,
        status: int | None = None,
        played: bool = True,
        connects: bool = False,
        closed: bool = False,
    ) -> int:
        """Opens a look (or, not played, only puts it into the script); returns its step."""
        step = self.steps
        self.steps += 1
        if isinstance(prints, str):
            prints = (prints,)
        self.looks[step] = Look(
            step,
            kind,
            (at,) if isinstance(at, str) else at,
            check,
            Prints(prints) if isinstance(prints, tuple) else prints,
            Payload(text=gets) if isinstance(gets, str) else gets,
            status,
            connects,
            closed,
        )
        if played:
            self.note("", "step", step=step, verb=str(kind), line=step + 1)
        return step

    def nothing(self, *at: str, check: str = "quiet", prints: str | None = None, played: bool = True) -> int:
        return self.look(at, LookKind.NOTHING, check=check, prints=prints, played=played)

    def ends(self, at: str, status: int | None = 0, check: str | None = "c", played: bool = True) -> int:
        return self.look(at, LookKind.ENDS, check=check, status=status, played=played)

    def waited(self, *steps: int, how: str = "settled", **more: Any) -> None:
        """The wait of these looks is over."""
        for step in steps:
            self.note("", "waited", step=step, how=how, **more)

    def seen(self, *steps: int) -> None:
        self.waited(*steps, how="seen")

    # --- judged -----------------------------------------------------------------------------

    def reading(self) -> Reading:
        return Reading(self.looks).read(self.transcript)

    def answers(self) -> dict[int, Answer]:
        """The answers by step, with the accounts settled."""
        return {answer.look.step: answer for answer in self.reading().settle_accounts()}

    def mets(self) -> list[bool | None]:
        """How the looks came out, in the order of their steps."""
        return [answer.met for answer in self.answers().values()]

    def findings(self, cast: Cast = CAST) -> list[Finding]:
        """What every failed look says, those left out that only repeat another."""
        reading = self.reading()
        answers = reading.settle_accounts()
        diagnosis = Diagnosis(reading, cast, self.sources)
        return [diagnosis.explain(one) for one in answers if one.met is False and one.look.check and not one.repeats]

    def finding(self, cast: Cast = CAST) -> Finding:
        """The only finding."""
        (found,) = self.findings(cast)
        return found

    def told(self) -> tuple[str, str | None, int | None]:
        """Code, file and line of the only finding."""
        found = self.finding()
        return found.code, found.file, found.line

    def asked(self, step: int, **other: Any) -> Tape:
        """The same transcript with another expectation at one step."""
        return replace(self, looks={**self.looks, step: replace(self.looks[step], **other)})
