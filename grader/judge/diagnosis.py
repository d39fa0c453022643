"""Why a look failed, as a finding with a code: from the most telling evidence down to the plain fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grader.judge import connections, lines, tracebacks
from grader.judge.expectations import LookKind
from grader.judge.likeness import bytes_as_text, closest, difference, shown, wanted_by
from grader.judge.reading import Answer, Reading
from grader.judge.streams import Inbox, Screen, fits
from grader.outcome import Event, Finding

#: What came before anything was typed: its line is that of a send before the first reading of the keyboard.
_EARLY = frozenset({"sent_before_typing", "answered_before_typing"})

#: Calls that wait for any of several things.
_POLLS = frozenset({"poll", "ppoll", "select", "pselect6", "epoll_wait", "epoll_pwait", "epoll_pwait2"})

#: How a wait ended, when it was a clock: the code that says so.
_CLOCKS = {"patience": "not_in_time", "cpu": "busy_loop", "wall": "wall_limit"}


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is who in a run: the file of each program, and the program that each peer talks to.

    `typed_into` are the programs that the run types into, `meant_to_end` those that the exercise
    asks to end by themselves.
    """

    files: Mapping[str, str]
    partners: Mapping[str, str]
    clients: frozenset[str]
    typed_into: frozenset[str]
    meant_to_end: frozenset[str] = frozenset()

    def program(self, actor: str) -> str:
        """The program behind an actor: itself, or the one that a peer talks to."""
        return actor if actor in self.files else self.partners.get(actor, "")

    def file(self, actor: str) -> str:
        """The file of the program behind an actor."""
        return self.files.get(self.program(actor), "")


class Diagnosis:
    """Turns failed answers of one run into findings.

    `sources` are the submission's text files, for the line of a finding.
    """

    def __init__(self, reading: Reading, cast: Cast, sources: Mapping[str, str]) -> None:
        self._reading = reading
        self._cast = cast
        self._sources = sources

    def explain(self, answer: Answer) -> Finding:
        """The finding for one failed answer."""
        if answer.broke is not None:
            return self._broken(answer, answer.broke)
        look = answer.look
        if look.kind is LookKind.NOTHING:
            return self._unwanted(answer)
        if look.kind is LookKind.ENDS:
            return self._not_ended(answer)
        if look.prints is not None:
            return self._not_printed(answer)
        if look.connects or look.closed:
            return self._not_so_connected(answer)
        if answer.got:
            return self._wrong_datagram(answer)
        return self._nothing_came(answer)

    # --- breaks -------------------------------------------------------------------------

    def _broken(self, answer: Answer, broke: Event) -> Finding:
        code = broke.fields["code"]
        if code == "ended":
            return self._crashed(answer, broke.actor)
        if code == "await":
            unmet = self._reading.answers[broke.fields["step"]]
            return self.explain(unmet)
        if code in ("cannot_type", "ended_early"):
            return self._finding("ended_early", answer, {"program": self._cast.file(broke.actor), "status": 0},
                                 expected=wanted_by(answer.look))  # fmt: skip
        args = {name: value for name, value in broke.fields.items() if name != "code"}
        args["program"] = self._cast.file(broke.actor)
        if code in ("ended_before_ready", "not_listening", "input_before_ready"):
            raised = self._raised(broke.actor)
            if raised is not None:
                return self._exception(answer, broke.actor, raised, args.get("status"))
        return self._finding(code, answer, args, at=self._setup_line(code, broke.actor, args))

    def _setup_line(self, code: str, actor: str, args: Mapping[str, Any]) -> lines.Line | None:
        file = self._cast.file(actor)
        if code == "wrong_port":
            return lines.number(self._sources, file, args["port"]) or lines.binding(self._sources, file)
        if code == "wrong_protocol":
            return lines.making_socket(self._sources, file)
        if code in ("wrong_address", "ipv6_only"):
            return lines.binding(self._sources, file)
        if code in ("no_file", "not_a_file", "empty_file"):
            return (file, 0)
        return self._waiting_line(actor)

    def _crashed(self, answer: Answer, actor: str) -> Finding:
        ends = [event for event in self._reading.events if event.kind == "ended" and event.actor == actor]
        ended = next((event for event in reversed(ends) if event.fields["how"] != "killed_by_grader"), ends[-1])
        file = self._cast.file(actor)
        if ended.fields["how"] == "signalled":
            return self._finding("killed", answer, {"program": file, "signal": ended.fields["status"]})
        raised = self._raised(actor)
        if raised is None:
            return self._finding("exited_nonzero", answer, {"program": file, "status": ended.fields["status"]})
        return self._exception(answer, actor, raised, ended.fields["status"])

    def _exception(self, answer: Answer, actor: str, raised: tracebacks.Raised, status: int | None) -> Finding:
        code = "crashed" if status else "raised"
        if raised.in_source and raised.kind in ("SyntaxError", "IndentationError", "TabError"):
            code = "syntax_error"
        elif raised.kind in ("ImportError", "ModuleNotFoundError"):
            code = "import_error"
        elif "Address already in use" in raised.error:
            again = any(event.kind == "restarted" and event.actor == actor for event in self._reading.events)
            code = "port_in_use_after_restart" if again else "address_in_use"
        args = {"program": self._cast.file(actor), "error": raised.error, "detail": raised.detail, "status": status}
        place = (raised.file, raised.line) if raised.file and raised.line else None
        return self._finding(code, answer, args, at=place, expected=wanted_by(answer.look))

    def _raised(self, actor: str, until: int | None = None) -> tracebacks.Raised | None:
        """The last exception on a program's screen, as the screen was at an event (default: at the end)."""
        if until is None:
            screen = self._reading.screens.get(actor)
        else:
            screen = Screen()
            for event in self._reading.events[: until + 1]:
                if event.kind == "printed" and event.actor == actor:
                    screen.feed(event.data)
        return tracebacks.find(screen.text, self._sources) if screen is not None else None

    # --- a screen -----------------------------------------------------------------------

    def _not_printed(self, answer: Answer) -> Finding:
        look, actor = answer.look, answer.look.at[0]
        assert look.prints is not None
        wanted = " ".join(look.prints.texts) or f"/{look.prints.matches}/"
        args: dict[str, Any] = {"actor": actor, "program": self._cast.file(actor), "expected": wanted}
        raised = tracebacks.find(answer.screen, self._sources)
        if raised is not None and answer.proof != "seen":
            return self._exception(answer, actor, raised, None)
        kind, line = closest(wanted, answer.screen, self._reading.screens.get(actor))
        if kind is not None:
            args["actual"] = line
            at = lines.printing(self._sources, self._cast.file(actor), f"{wanted}\n{line}")
            return self._finding(kind, answer, args, at=at, expected=wanted, actual=line)
        general = self._general(answer, actor, wanted)
        if general is not None:
            return general
        at = lines.printing(self._sources, self._cast.file(actor), wanted) or self._waiting_line(actor)
        return self._finding("not_printed", answer, args, at=at, expected=wanted, actual=answer.screen.strip() or None)

    # --- connections --------------------------------------------------------------------

    def _not_so_connected(self, answer: Answer) -> Finding:
        """The program did not connect, or did not hang up."""
        peer = answer.look.at[0]
        general = self._general(answer, peer, "")
        if general is not None and general.code not in ("not_in_time",):
            return general
        code = "not_connected" if answer.look.connects else "not_closed"
        file = self._cast.file(peer)
        at = lines.connecting(self._sources, file) if answer.look.connects else None
        args = {"actor": peer, "program": file}
        return self._finding(code, answer, args, at=at or self._waiting_line(self._cast.program(peer)))

    # --- datagrams ----------------------------------------------------------------------

    def _nothing_came(self, answer: Answer) -> Finding:
        look, peer = answer.look, answer.look.at[0]
        assert look.gets is not None
        wanted = shown(look.gets)
        for name, inbox in self._reading.inboxes.items():
            if name != peer and name in self._cast.clients:
                for index, data in inbox.datagrams:
                    if index > answer.began and fits(look.gets, data):
                        return self._answer(
                            "answer_to_wrong_client",
                            answer,
                            peer,
                            expected=wanted,
                            actual=bytes_as_text(data),
                            event=index,
                            more={"expected_at": peer, "got_at": name},
                        )
        general = self._general(answer, peer, wanted)
        if general is not None:
            return general
        place = self._waiting_line(self._cast.program(peer)) if peer in self._reading.streams else None
        known = connections.why_nothing_came(self._reading, self._cast.partners, answer)
        if known is not None:
            at = None if known.code == "answer_to_wrong_client" else place
            return self._answer(known.code, answer, peer, expected=wanted, event=known.event, at=at, more=known.more)
        code = "no_answer" if peer in self._cast.clients else "not_sent"
        return self._answer(code, answer, peer, expected=wanted, at=place if code == "no_answer" else None)

    def _wrong_datagram(self, answer: Answer) -> Finding:
        look = answer.look
        index, peer, data = answer.got[0]
        assert look.gets is not None
        wanted, actual = shown(look.gets), bytes_as_text(data)
        inbox = self._reading.inboxes.get(peer, Inbox())
        if data in inbox.accepted and peer in self._cast.clients:
            return self._answer("answered_twice", answer, peer, expected=wanted, actual=actual, event=index)
        if peer in self._cast.clients and self._untyped(peer, index):
            return self._answer("answered_before_typing", answer, peer, expected=wanted, actual=actual, event=index)
        if data in inbox.accepted:
            return self._answer("sent_too_much", answer, peer, expected=wanted, actual=actual, event=index)
        code, more = difference(look.gets, data)
        return self._answer(code, answer, peer, expected=wanted, actual=actual, event=index, more=more)

    def _unwanted(self, answer: Answer) -> Finding:
        peer = answer.look.at[0]
        told = connections.why_unwanted(self._reading, answer)
        if told is not None and not answer.got:
            general = self._general(answer, peer, "")
            if general is not None and general.code == "ended_early":
                return general
        if told is not None:
            actual = bytes_as_text(answer.got[0][2]) if answer.got else None
            at = lines.connecting(self._sources, self._cast.file(told.peer)) if told.code == "new_connection" else None
            return self._answer(told.code, answer, told.peer, actual=actual, event=told.event, at=at)
        if not answer.got:
            actor = answer.look.at[0]
            unwanted = " ".join(answer.look.prints.texts) if answer.look.prints else ""
            at = lines.printing(self._sources, self._cast.file(actor), unwanted)
            return self._finding(
                "printed_unwanted", answer, {"actor": actor, "actual": unwanted}, at=at, actual=unwanted
            )
        index, peer, data = answer.got[0]
        actual = bytes_as_text(data)
        inboxes = self._reading.inboxes
        if peer not in self._cast.clients:
            typed = any(event.kind == "typed" for event in self._reading.events[:index])
            early = not typed and self._cast.program(peer) in self._cast.typed_into
            code = "sent_before_typing" if early else "sent_too_much"
            return self._answer(code, answer, peer, actual=actual, event=index)
        if self._untyped(peer, index):
            return self._answer("answered_before_typing", answer, peer, actual=actual, event=index)
        if data in inboxes[peer].accepted:
            return self._answer("answered_twice", answer, peer, actual=actual, event=index)
        for name, inbox in inboxes.items():
            if name != peer and data in inbox.accepted:
                return self._answer("answer_to_wrong_client", answer, peer, actual=actual, event=index,
                                    more={"expected_at": name, "got_at": peer},)  # fmt: skip
        return self._answer("unexpected_answer", answer, peer, actual=actual, event=index)

    def _untyped(self, peer: str, index: int) -> bool:
        """Whether a datagram came to a peer before any line was typed for what it had sent.

        Only where the program is typed into at all: other servers answer by themselves.
        """
        program = self._cast.program(peer)
        events = self._reading.events
        if program not in self._cast.typed_into:
            return False
        if not any(look.kind is LookKind.NOTHING and peer in look.at for look in self._reading.looks.values()):
            return False
        asked = max((at for at in range(index) if events[at].kind == "sent" and events[at].actor == peer), default=0)
        return not any(event.kind == "typed" and event.actor == program for event in events[asked:index])

    def _answer(
        self,
        code: str,
        answer: Answer,
        peer: str,
        *,
        expected: str | None = None,
        actual: str | None = None,
        event: int | None = None,
        at: lines.Line | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> Finding:
        """A finding about what came to a peer, or did not; its line is the one that sends."""
        program = self._cast.program(peer)
        file = self._cast.file(peer)
        early = lines.sending_early(self._sources, file) if code in _EARLY else None
        stuck = self._stuck_line(program) if code in ("no_answer", "not_sent") else None
        place = at or early or stuck or lines.sending(self._sources, file) or self._waiting_line(program)
        args: dict[str, Any] = {"actor": peer, "program": file, **(more or {})}
        if expected is not None:
            args.setdefault("expected", expected)
        if actual is not None:
            args.setdefault("actual", actual)
        return self._finding(code, answer, args, at=place, event=event, expected=expected, actual=actual)

    # --- ends and the rest --------------------------------------------------------------

    def _not_ended(self, answer: Answer) -> Finding:
        actor = answer.look.at[0]
        file = self._cast.file(actor)
        ended = [event for event in self._reading.events if event.kind == "ended" and event.actor == actor]
        if not ended:
            return self._finding("not_ended", answer, {"program": file}, at=self._waiting_line(actor))
        if ended[0].fields["how"] == "exited" and not self._raised(actor):
            args = {"program": file, "status": ended[0].fields["status"], "wanted": answer.look.status}
            return self._finding("wrong_status", answer, args)
        return self._crashed(answer, actor)

    def _general(self, answer: Answer, actor: str, wanted: str) -> Finding | None:
        """What explains an unmet expectation of any kind: a flood, an exception, an end, a clock."""
        program = self._cast.program(actor)
        file = self._cast.file(actor)
        events = self._reading.events
        mine = [event for event in events[: answer.decided + 1] if event.actor == program]
        flood = next((event for event in mine if event.kind == "flooded"), None)
        if flood is not None:
            args = {"program": file, "limit": flood.fields["limit"]}
            return self._finding("output_flood", answer, args, at=self._waiting_line(program), expected=wanted)
        raised = self._raised(program, answer.decided)
        if raised is not None:
            return self._exception(answer, program, raised, None)
        if any(event.kind == "ended" for event in mine) and program not in self._cast.meant_to_end:
            return self._finding("ended_early", answer, {"program": file, "status": 0, "expected": wanted},
                                 expected=wanted)  # fmt: skip
        if answer.proof in _CLOCKS:
            # Measured over the whole wait: one look at a program that polls may find it running, too.
            busy = events[answer.decided].fields.get("busy", False)
            code = "busy_loop" if busy else _CLOCKS[answer.proof]
            seconds = round(events[answer.decided].t - events[answer.began].t, 1)
            return self._finding(code, answer, {"program": file, "expected": wanted, "seconds": seconds},
                                 at=self._waiting_line(program), expected=wanted)  # fmt: skip
        return None

    def _stuck_line(self, actor: str) -> lines.Line | None:
        """Where the program waits, if every thread of it waits for something of its own: a lock, a child, a pipe."""
        waits = [event for event in self._reading.events if event.kind == "blocked" and event.actor == actor]
        own = waits and all(event.fields["on"] in ("lock", "child", "pipe", "sleep") for event in waits)
        return self._waiting_line(actor) if own else None

    def _waiting_line(self, actor: str) -> lines.Line | None:
        """Where the program waited when the run's first look failed."""
        waits = [
            event.fields
            for event in self._reading.events
            if event.kind == "blocked" and event.actor == actor and event.fields.get("line")
        ]
        # A thread that only waits for more to do (a server's loop) says less than one that is in the middle of it.
        waits.sort(key=lambda fields: fields["call"] in _POLLS)
        return (waits[0]["file"], waits[0]["line"]) if waits else None

    def _finding(
        self,
        code: str,
        answer: Answer,
        args: Mapping[str, Any],
        *,
        at: lines.Line | None = None,
        event: int | None = None,
        expected: str | None = None,
        actual: str | None = None,
    ) -> Finding:
        if code in ("ended_early", "ended_before_ready") and not self._sources.get(args["program"], "?").strip():
            code, args = "empty_file", {"file": args["program"]}
        return Finding(
            code=code,
            args=dict(args),
            event=answer.decided if event is None else event,
            step=answer.look.step,
            file=at[0] if at else None,
            line=(at[1] or None) if at else None,
            source=lines.text_of(self._sources, at) if at else None,
            expected=expected,
            actual=actual,
        )
