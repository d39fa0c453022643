"""The only place that waits.  Every wait ends on what was awaited, on proof that it cannot come, or on a limit.

seen      what was awaited is there
settled   every thread is blocked until the grader acts, and nothing is under way
ended     no thread of a program is left
broke     a program ended in a way that breaks the run
patience, cpu, wall   a limit, for programs that never come to rest
"""

from __future__ import annotations

import select
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

from grader import clock
from grader.catalog.model import Limits
from grader.kernel.proc import Thread
from grader.peers import Link
from grader.programs import Program
from grader.sandbox.spaces import Space
from grader.witness import calls, idle, places, settled

#: Seconds between samples: short at first, since most programs come to rest within milliseconds.
FIRST, GROWTH, LONGEST, LONGEST_TIMED = 0.001, 1.2, 0.010, 0.020
IN_VAIN = 40
#: Patience of a look once the run has lost its patience and nothing has happened since.
SHORT_PATIENCE = 1.0

#: What ends a wait besides what was awaited.
Done = Callable[[], bool]


class Source(Protocol):
    """Something that news comes from: a program's terminal or a peer's socket."""

    name: str

    def watch(self) -> list[tuple[int, int]]:
        """Descriptors, each with the events of poll(2) that mean news."""

    def drain(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """All news, without waiting."""


class Scene(Protocol):
    """What is waited on: the programs and peers in one space, which may grow while a run is played."""

    space: Space

    @property
    def may_idle(self) -> bool:
        """Whether an idle loop of the programs is certain to be the standard library's own."""

    @property
    def programs(self) -> Mapping[str, Program]:
        """The programs that were started."""

    @property
    def peers(self) -> Mapping[str, Source]:
        """The grader's own ends."""


class Patience:
    """How long a look has waited for the submission, in seconds that were the submission's to use.

    The clock stands while a thread of the submission waits for a processor, so that load on the
    machine uses no patience up; and a thread in nanosleep extends it to the end of that sleep.
    """

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self._start = clock.now()
        self._delays: dict[tuple[int, int], int] = {}
        self._denied = 0.0
        self._asleep: frozenset[tuple[int, int, int]] | None = None
        self._used: int | None = None
        #: Whether most of the time was spent on a processor: a busy loop, not a slow answer.
        self.busy = False

    def restart(self) -> None:
        """Starts anew: the submission has done something."""
        self._start, self._denied, self._asleep, self._used = clock.now(), 0.0, None, None

    def over(self, threads: Iterable[Thread]) -> bool:
        """Whether it has run out, given a fresh sample of the submission's threads."""
        longest = 0
        used = sum(thread[6] for thread in threads)
        self._used = used if self._used is None else self._used
        self.busy = (used - self._used) / 1e9 > self.limit / 2
        for thread in threads:
            key = thread[0], thread[1]
            longest = max(longest, thread[7] - self._delays.get(key, thread[7]))
            self._delays[key] = thread[7]
        self._denied += longest / 1e9
        if clock.now() - self._start - self._denied < self.limit:
            return False
        asleep = frozenset(
            (thread[0], thread[1], thread[5])
            for thread in threads
            if calls.kind(thread[3], thread[4]) is calls.Wait.SLEEP
        )
        self._asleep = asleep if self._asleep is None else self._asleep & asleep
        return not self._asleep


class Waiting:
    """Waits for one run.  `news` is called with each event of a program or peer, in order."""

    def __init__(self, scene: Scene, limits: Limits, news: Callable[[str, str, Mapping[str, Any]], None]) -> None:
        self._scene = scene
        self._limits = limits
        self._news = news
        self._poller = select.poll()
        self._watched: dict[int, int] = {}
        self._began = clock.now()
        self._short = False
        self._quiet: str | None = None
        self._cpu: dict[tuple[int, int], int] = {}
        #: (pid, tid, switches) of threads whose timed wait was looked into: as good as for ever, or not.
        self._as_good: set[tuple[int, int, int]] = set()
        self._looked_into: set[tuple[int, int, int]] = set()
        self.facts: Mapping[str, Any] = {}
        #: Whether the programs were busy for most of the last wait that ran out of patience.
        self.busy = False

    def acted(self) -> None:
        """The grader has done something to the programs: what was proved before holds no longer."""
        self._quiet = None

    def drain(self) -> bool:
        """Takes in everything that has come; says whether there was anything."""
        some = False
        for source in self._with_news(0):
            for kind, fields in source.drain():
                some = True
                self._news(source.name, kind, fields)
        if some:
            self._short, self._quiet = False, None
        return some

    def _with_news(self, seconds: float) -> list[Source]:
        """The sources that have something to tell, after waiting so long for the first.

        poll(2), not epoll: it asks every descriptor anew, and asking a terminal makes the kernel hand
        over what is queued inside the tty layer.
        """
        owners = {}
        watched = {}
        for source in self._sources():
            for fd, events in source.watch():
                owners[fd] = source
                watched[fd] = events
        for fd in self._watched.keys() - watched.keys():
            self._poller.unregister(fd)
        for fd, events in watched.items():
            if self._watched.get(fd) != events:
                self._poller.register(fd, events)
        self._watched = watched
        ready = {fd for fd, _event in self._poller.poll(seconds * 1000)}
        return list({id(owners[fd]): owners[fd] for fd in owners if fd in ready}.values()) if ready else []

    def _sources(self) -> list[Source]:
        return [*self._scene.programs.values(), *self._scene.peers.values()]

    def wait(self, done: Done, *, broken: Done, renews: bool, with_sockets: bool = False) -> str:
        """Waits until `done()`, or until it is certain that it will never be.

        `broken()` ends the wait as well; `renews`: every event of the submission starts the
        patience anew.
        """
        patience = Patience(min(SHORT_PATIENCE, self._limits.patience) if self._short else self._limits.patience)
        interval, vain, longest = FIRST, 0, LONGEST
        while True:
            if self.drain():
                interval, vain = FIRST, 0
                if renews:
                    patience.restart()
            if done():
                return "seen"
            if broken():
                return "broke"
            if self._quiet is not None and not with_sockets:
                return self._quiet
            self.facts = self._scene.space.begin(with_sockets=with_sockets)
            if with_sockets and done():
                return "seen"  # a bound port raises no event; asking further would only cost time
            how, timed = self._sample(patience, with_sockets)
            if how == "patience" and self._let_out():
                patience.restart()
            elif how is not None:
                self.drain()
                if done():
                    return "seen"
                if broken():
                    return "broke"
                self._quiet = how
                self._short = how == "patience"
                self.busy = patience.busy
                return how
            vain += 1
            longest = LONGEST_TIMED if timed else LONGEST
            if vain > IN_VAIN:
                interval = min(interval * GROWTH, longest)
            self._with_news(interval)

    def _sample(self, patience: Patience, with_sockets: bool) -> tuple[str | None, bool]:
        """The rest of a sample, begun with `facts`: how the wait ends by it (None: it goes on).

        Also says whether the programs wait for a clock: then the next sample can wait longer.
        """
        scene, first = self._scene, self.facts
        threads: list[Thread] = first["threads"]
        running = frozenset(name for name, program in scene.programs.items() if not program.ended)
        if not running and not threads:
            return "ended", False
        if settled.at_rest(threads) and not self._under_way():
            second = scene.space.confirm()
            found = settled.obstacle(first, second, running, self._as_good)
            if found is None:
                return (None if self.drain() or self._let_out() else "settled"), False
            if found.timed and self._let_out():
                return None, False
            if self._look_into(found.timed):
                self.facts = scene.space.begin(with_sockets=with_sockets)
                return self._sample(patience, with_sockets)
        return self._limit(patience, threads), settled.at_rest(threads)

    def _let_out(self) -> bool:
        """Lets every link pass on what it has kept while the programs were busy; says whether there was anything."""
        some = False
        for peer in self._scene.peers.values():
            if isinstance(peer, Link):
                for kind, fields in peer.release():
                    some = True
                    self._news(peer.name, kind, fields)
        return some

    def _look_into(self, timed: tuple[Thread, ...]) -> bool:
        """Looks closer at threads that wait with a timeout; says whether a new sample may now be settled.

        What is found holds only while the thread does not run, which the next sample proves.
        """
        new = [thread for thread in timed if (thread[0], thread[1], thread[5]) not in self._looked_into]
        self._looked_into.update((thread[0], thread[1], thread[5]) for thread in new)
        if len(new) < len(timed):
            return False
        end = self._began + self._limits.wall
        for thread in new:
            pointer = calls.absolute_sleep(thread[3], thread[4])
            if pointer is not None:
                wakes = self._scene.space.sleep_end(thread[0], pointer)
                if wakes is None or wakes < end:
                    return False
                self._as_good.add((thread[0], thread[1], thread[5]))
        waiting = [thread for thread in new if (thread[0], thread[1], thread[5]) not in self._as_good]
        if waiting and not self._scene.may_idle:
            return False
        for pid in {thread[0] for thread in waiting}:
            idle = self._idle_threads(pid)
            for thread in waiting:
                if thread[0] == pid and thread[1] not in idle:
                    return False
            self._as_good.update((one[0], one[1], one[5]) for one in waiting if one[0] == pid)
        return bool(new)

    def _idle_threads(self, pid: int) -> frozenset[int]:
        reader = places.stack_reader()
        if reader is None:
            return frozenset()
        space = self._scene.space
        return idle.idle_threads(space.stacks(pid, reader), space.inner_threads(pid))

    def _under_way(self) -> bool:
        """Whether anything of the grader's own was still on its way: typing, output, datagrams."""
        for program in self._scene.programs.values():
            program.flush_typing()
        return self.drain()

    def _limit(self, patience: Patience, threads: list[Thread]) -> str | None:
        for thread in threads:
            self._cpu[thread[0], thread[1]] = thread[6]
        if sum(self._cpu.values()) > self._limits.cpu * 1e9:
            return "cpu"
        if clock.now() - self._began > self._limits.wall:
            return "wall"
        return "patience" if patience.over(threads) else None
