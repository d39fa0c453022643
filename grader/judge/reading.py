"""Reading a transcript: looks are answered event by event, live while a run is played and again offline.

The player feeds each event as it happens and asks whether the open looks are decided; judging a
saved transcript feeds the same events to the same class.  The marks in the transcript (`step`,
`waited`, `broke`, `left_out`) say where each look began and what ended its wait, so nothing here
depends on when it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from grader.judge.expectations import Look, LookKind
from grader.judge.streams import Inbox, Screen, Stream, fits
from grader.outcome import Event


@dataclass(slots=True)
class Answer:
    """How one look came out, with what a diagnosis needs to know of that moment.

    `met` None: not played, or not charged.  `began` and `decided` are indexes into the transcript;
    `got` are the datagrams that a look took offence at (event index, peer, bytes); `screen` is
    what stood behind the cursor; `broke` is the break that the look pays for.
    """

    look: Look
    met: bool | None = None
    proof: str | None = None
    began: int = 0
    decided: int = 0
    got: tuple[tuple[int, str, bytes], ...] = ()
    screen: str = ""
    broke: Event | None = None
    because: str | None = None
    repeats: bool = False


@dataclass(slots=True)
class Reading:
    """The state of a run as far as its events have been read.

    `looks` are those of the script by the index of their step.
    """

    looks: Mapping[int, Look]
    events: list[Event] = field(default_factory=list)
    screens: dict[str, Screen] = field(default_factory=dict)
    inboxes: dict[str, Inbox] = field(default_factory=dict)
    streams: dict[str, Stream] = field(default_factory=dict)
    answers: dict[int, Answer] = field(default_factory=dict)
    open: list[Answer] = field(default_factory=list)
    broke: Event | None = None
    left_out_because: str | None = None
    _untried: bool = False

    @property
    def decided(self) -> bool:
        """Whether no open look needs to wait any longer."""
        self._try_new()
        return all(answer.met is not None for answer in self.open)

    @property
    def last_failed(self) -> str | None:
        """The check of the latest failed look, for what became impossible by it."""
        failed = [answer for answer in self.answers.values() if answer.met is False and answer.look.check]
        return failed[-1].look.check if failed else None

    def feed(self, event: Event) -> None:
        """Takes in the next event."""
        index = len(self.events)
        if event.kind != "step":
            self._try_new()
        self.events.append(event)
        if event.kind == "printed":
            self.screens.setdefault(event.actor, Screen()).feed(event.data)
            self._look_again(index)
        elif "connection" in event.fields:
            self._feed_stream(index, event)
            self._look_again(index)
        elif event.kind == "received":
            self.inboxes.setdefault(event.actor, Inbox()).feed(index, event.data)
            self._look_again(index)
        elif event.kind == "ended":
            self._look_again(index)
        elif event.kind == "step":
            self._begin(index, event.fields["step"])
        elif event.kind == "waited":
            self._end(index, event.fields["step"], event.fields["how"])
        elif event.kind == "left_out":
            self.left_out_because = event.fields["because"]
        elif event.kind == "broke":
            self.broke = event

    def read(self, events: Iterable[Event]) -> Reading:
        """Takes in a whole transcript."""
        for event in events:
            self.feed(event)
        return self

    def _feed_stream(self, index: int, event: Event) -> None:
        stream = self.streams.setdefault(event.actor, Stream())
        if event.kind == "connected":
            stream.connect(index)
        elif event.kind == "received":
            stream.feed(index, event.data)
        elif stream.connections in (0, event.fields["connection"]):  # the end of an older one says nothing
            stream.finish(index, event.kind)

    def _begin(self, index: int, step: int) -> None:
        look = self.looks.get(step)
        if look is None:
            return
        answer = Answer(look, began=index)
        self.answers[step] = answer
        self.open.append(answer)
        self._untried = True

    def _try_new(self) -> None:
        """Tries looks that were opened on what had come before: when all that open together are open."""
        if self._untried:
            self._untried = False
            self._look_again(len(self.events) - 1)

    def _look_again(self, index: int) -> None:
        """Tries all open looks until nothing changes: what one takes may leave the next for another."""
        before, waiting = -1, [answer for answer in self.open if answer.met is None]
        while len(waiting) != before:
            before = len(waiting)
            for answer in waiting:
                self._try(answer, index)
            waiting = [answer for answer in waiting if answer.met is None]

    def _try(self, answer: Answer, index: int) -> None:
        look = answer.look
        if look.kind is LookKind.NOTHING:
            return  # decided when nothing more can come
        if look.kind is LookKind.ENDS:
            ended = [event for event in self.events if event.kind == "ended" and event.actor == look.at[0]]
            if ended:
                fields = ended[0].fields
                right = look.status is None or (fields["how"] == "exited" and fields["status"] == look.status)
                self._decide(answer, right, index)
        elif look.prints is not None:
            if self.screens.setdefault(look.at[0], Screen()).take(look.prints):
                self._decide(answer, True, index)
        elif look.at[0] in self.streams:
            self._try_stream(answer, self.streams[look.at[0]], index)
        elif look.gets is not None:
            self._try_datagram(answer, index)

    def _try_stream(self, answer: Answer, stream: Stream, index: int) -> None:
        look = answer.look
        if look.connects:
            if stream.connections > stream.met:
                stream.met = stream.connections
                self._decide(answer, True, index)
        elif look.closed:
            if stream.end is not None and not stream.behind:
                stream.end_read = True
                self._decide(answer, True, index)
        elif look.gets is not None:
            found = stream.take(look.gets)
            if found is False:
                answer.got = self._dropped(look.at[0], stream)
            if found is not None:
                self._decide(answer, found, index)

    @staticmethod
    def _dropped(name: str, stream: Stream) -> tuple[tuple[int, str, bytes], ...]:
        data = stream.drop()
        return ((stream.arrived, name, data),) if data else ()

    def _try_datagram(self, answer: Answer, index: int) -> None:
        peer = answer.look.at[0]
        inbox = self.inboxes.setdefault(peer, Inbox())
        if not inbox.behind:
            return
        arrived, data = inbox.behind[0]
        rivals = [
            other.look.gets
            for other in self.open
            if other is not answer and other.met is None and other.look.gets is not None and other.look.at[0] == peer
        ]
        assert answer.look.gets is not None
        if fits(answer.look.gets, data):
            inbox.cursor += 1
            inbox.accepted.append(data)
            self._decide(answer, True, index)
        elif not any(fits(rival, data) for rival in rivals):
            inbox.cursor += 1
            answer.got = ((arrived, peer, data),)
            self._decide(answer, False, index)

    def _decide(self, answer: Answer, met: bool, index: int) -> None:
        answer.met = met
        answer.proof = "seen"
        answer.decided = index

    def _end(self, index: int, step: int, how: str) -> None:
        """The wait of a look is over: what has not been decided by what was seen is decided now."""
        answer = self.answers[step]
        self.open.remove(answer)
        screens = [self.screens[name] for name in answer.look.at if name in self.screens]
        answer.screen = "\n".join(screen.behind for screen in screens)
        if answer.met is None:
            answer.proof = how
            answer.decided = index
            if how == "broke":
                answer.proof = None  # the break is charged by `settle_accounts`
                return
            answer.met = answer.look.kind is LookKind.NOTHING and not self._unwanted(answer)
            if answer.met is False and answer.look.at[0] in self.streams and answer.look.gets is not None:
                answer.got = self._dropped(answer.look.at[0], self.streams[answer.look.at[0]])
            if how == "wall" and answer.look.kind is LookKind.NOTHING:
                answer.met = None
        self._move_cursors()

    def _move_cursors(self) -> None:
        """Moves the screens' cursors past what was taken, where no look is open any more."""
        busy = {name for answer in self.open for name in answer.look.at}
        for name, screen in self.screens.items():
            if name not in busy:
                screen.move()

    def _unwanted(self, answer: Answer) -> bool:
        """Whether something came that a NOTHING forbids; consumes all that came."""
        found: list[tuple[int, str, bytes]] = []
        printed = connected = ended = False
        for name in answer.look.at:
            if name in self.inboxes:
                inbox = self.inboxes[name]
                found += [(index, name, data) for index, data in inbox.behind]
                inbox.cursor = len(inbox.datagrams)
            if name in self.streams:
                stream = self.streams[name]
                if answer.look.connects:
                    connected = connected or stream.connections > stream.met
                    stream.met = stream.connections
                    continue
                found += self._dropped(name, stream)
                ended = ended or (stream.end is not None and not stream.end_read)
                stream.end_read = True
            if answer.look.prints is not None and name in self.screens:
                screen = self.screens[name]
                printed = screen.take(answer.look.prints) or printed
                screen.move_to_end()
        answer.got = tuple(sorted(found))
        return bool(found) or printed or connected or ended

    def settle_accounts(self) -> list[Answer]:
        """All looks of the run with what is charged to whom, in the order of their steps.

        A break is paid by the next scored look that was not decided, or by the last one if none is
        left; what lies behind it is not reached.  After a failure, looks of the same check only
        repeat it, and behind a step that it made impossible nothing is charged to other checks.
        """
        answers = [replace(self.answers.get(step) or Answer(look)) for step, look in sorted(self.looks.items())]
        scored = [answer for answer in answers if answer.look.kind is not LookKind.AWAIT and answer.look.check]
        if self.broke is not None and scored:
            paying = next((answer for answer in scored if answer.met is None), scored[-1])
            if paying.met is not False:  # what has failed already keeps its own reason
                paying.met, paying.broke, paying.proof = False, self.broke, paying.proof or "ended"
        failed: set[str] = set()
        out_at = next((index for index, event in enumerate(self.events) if event.kind == "left_out"), None)
        for answer in scored:
            check = answer.look.check
            assert check is not None
            if answer.met is False and check in failed:
                answer.repeats = True
            elif answer.met is False and out_at is not None and answer.began > out_at and answer.broke is None:
                answer.met, answer.because = None, self.left_out_because
            elif answer.met is False:
                failed.add(check)
        return answers
