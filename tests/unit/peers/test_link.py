"""The link: without faults it changes nothing, each fault does what it says and no more, and the seed decides."""

from __future__ import annotations

import os
import socket
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.peers import link
from grader.peers.link import Disorder, Faults, Link, Parcel
from tests.patience import until_readable

Pair = tuple[link.Client, bool]


def parcel(data: bytes, client: int = 1, *, inward: bool = True) -> Parcel:
    return Parcel(data, ("127.0.0.1", client if inward else 9090), ("program", ("127.0.0.1", client)), inward)


#: What comes over a link: datagrams, and None where all programs wait and it is asked for what it holds.
parcels = st.builds(
    lambda data, client, inward: parcel(data, client, inward=inward),
    st.sampled_from([b"", b"a", b"b", b"c" * 1024]) | st.binary(max_size=3),
    st.integers(1, 3),
    st.booleans(),
)
traffic = st.lists(parcels | st.none(), max_size=30)
shares = st.sampled_from([0.0, 0.3, 1.0])
faults = st.builds(Faults, st.booleans(), st.booleans(), shares, shares)


def delivered(events: list[Parcel | None], what: Faults, seed: str = "1") -> list[Parcel]:
    """All that comes out of a line, what it holds at the end too."""
    line, out = Disorder(what, seed), []
    for event in [*events, None]:
        if event is None:
            out += line.release()
        else:
            copies = line.take(event)
            out += [] if line.holds else [event] * copies
    assert line.release() == []
    return out


def by_pair(found: list[Parcel]) -> dict[Pair, list[bytes]]:
    pairs: dict[Pair, list[bytes]] = {}
    for one in found:
        pairs.setdefault((one.client, one.inward), []).append(one.data)
    return pairs


def sent(events: list[Parcel | None]) -> list[Parcel]:
    return [event for event in events if event is not None]


# --- the queue alone ------------------------------------------------------------------------------


@given(traffic)
def test_without_faults_everything_passes_at_once_in_its_order(events: list[Parcel | None]) -> None:
    line = Disorder(Faults(), "1")
    assert not line.holds
    assert all(line.take(event) == 1 for event in sent(events))
    assert delivered(events, Faults()) == sent(events)


@given(traffic, faults)
def test_nothing_is_lost_unless_it_loses(events: list[Parcel | None], what: Faults) -> None:
    came = Counter(delivered(events, what))
    gone = Counter(sent(events)) - came
    assert what.loses or not gone
    assert what.loses < 1 or not came


@given(traffic, faults)
def test_nothing_comes_twice_unless_it_duplicates(events: list[Parcel | None], what: Faults) -> None:
    more = Counter(delivered(events, what)) - Counter(sent(events))
    assert what.duplicates or not more
    assert all(Counter(sent(events))[one] >= times for one, times in more.items()), "twice at most"


@given(traffic, faults)
def test_the_order_of_a_pair_changes_only_where_it_reorders(events: list[Parcel | None], what: Faults) -> None:
    if what.reorders:
        return
    for pair, came in by_pair(delivered(events, what)).items():
        whole = [data for data in by_pair(sent(events))[pair] for _copy in range(2)]
        left = iter(whole)
        assert all(data in left for data in came), "a subsequence of what was sent, each twice at most"


@given(traffic)
def test_no_datagram_overtakes_one_that_was_released_before(events: list[Parcel | None]) -> None:
    line = Disorder(Faults(reorders=True), "1")
    waiting: list[Parcel] = []
    for event in events:
        if event is not None:
            assert line.take(event) == 1
            waiting.append(event)
        else:
            assert Counter(line.release()) == Counter(waiting)
            waiting = []


@given(traffic, faults)
def test_the_same_seed_gives_the_same(events: list[Parcel | None], what: Faults) -> None:
    assert delivered(events, what, "seed") == delivered(events, what, "seed")


@given(st.lists(parcels, max_size=12, unique=True), st.randoms(use_true_random=False), shares)
def test_who_was_quicker_decides_nothing(events: list[Parcel], chance: Any, loses: float) -> None:
    """What is lost, and in what order the rest goes on, is the seed's, in whatever order the datagrams come."""
    distinct = list({(one.inward, one.data): one for one in events}.values())
    other = list(distinct)
    chance.shuffle(other)
    what = Faults(reorders=True, loses=loses)
    assert delivered([*distinct], what) == delivered([*other], what)


def test_another_seed_gives_another_order() -> None:
    two: list[Parcel | None] = [parcel(b"one", 1), parcel(b"two", 2)]
    orders = {tuple(one.data for one in delivered(two, Faults(reorders=True), str(seed))) for seed in range(20)}
    assert orders == {(b"one", b"two"), (b"two", b"one")}


def test_about_as_many_are_lost_and_doubled_as_was_asked_for() -> None:
    many: list[Parcel | None] = [parcel(b"again") for _ in range(1000)]
    assert 750 < len(delivered(many, Faults(loses=0.2))) < 850
    assert 1050 < len(delivered(many, Faults(duplicates=0.1))) < 1150


# --- over sockets ---------------------------------------------------------------------------------


def bound() -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
    made.bind(("127.0.0.1", 0))
    return made


class Bench:
    """A server, two clients with an end of the link each, and the link, all in this machine's network."""

    def __init__(self, what: Faults) -> None:
        self.server, self.ann, self.ben = bound(), bound(), bound()
        self.link = Link("line", self._make, self.server.getsockname(), Disorder(what, "1"))
        self.ends = {}
        for client, name in ((self.ann, "ann"), (self.ben, "ben")):
            end = bound()
            self.ends[client] = end.getsockname()
            self.link.attach(name, end.detach())

    @staticmethod
    def _make() -> tuple[int, int]:
        made = bound()
        port = made.getsockname()[1]
        return made.detach(), port

    def send(self, client: socket.socket, data: bytes) -> None:
        client.sendto(data, self.ends[client])

    def news(self) -> list[tuple[str, bytes]]:
        return [(kind, fields.get("data", b"")) for kind, fields in self.link.drain()]

    def close(self) -> None:
        self.link.close()
        for one in (self.server, self.ann, self.ben):
            one.close()


@pytest.fixture
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    made = Bench(getattr(request, "param", Faults()))
    yield made
    made.close()


def test_both_ways_and_every_client_its_own(bench: Bench) -> None:
    bench.send(bench.ann, b"from ann")
    bench.send(bench.ben, b"from ben")
    assert bench.news() == [("forwarded", b"from ann"), ("forwarded", b"from ben")]
    (first, ann), (second, ben) = bench.server.recvfrom(99), bench.server.recvfrom(99)
    assert (first, second) == (b"from ann", b"from ben")
    assert ann != ben, "the server can tell them apart"
    bench.server.sendto(b"to ben", ben)
    bench.server.sendto(b"", ann)
    assert sorted(bench.news()) == [("forwarded", b""), ("forwarded", b"to ben")]
    assert bench.ben.recvfrom(99) == (b"to ben", bench.ends[bench.ben]), "as if the server itself had sent it"
    assert bench.ann.recvfrom(99) == (b"", bench.ends[bench.ann])


def test_an_answer_from_another_socket_of_the_server_passes_too(bench: Bench) -> None:
    bench.send(bench.ann, b"question")
    bench.news()
    with bound() as other:
        other.sendto(b"answer", bench.server.recvfrom(99)[1])
        assert bench.news() == [("forwarded", b"answer")]
    assert bench.ann.recv(99) == b"answer"


def test_where_a_datagram_comes_from_and_goes_to_is_told(bench: Bench) -> None:
    bench.send(bench.ann, b"x")
    ((_kind, fields),) = bench.link.drain()
    assert fields["from"] == list(bench.ann.getsockname())
    assert fields["to"] == list(bench.server.getsockname())
    assert fields["program"] == "ann"


def test_a_server_that_is_not_there_hears_nothing_and_harms_nothing(bench: Bench) -> None:
    bench.server.close()
    for _ in range(3):
        bench.send(bench.ann, b"anybody?")
        assert bench.news() == [("forwarded", b"anybody?")]


@pytest.mark.parametrize("bench", [Faults(delays=True)], indirect=True)
def test_what_is_held_goes_on_when_it_is_released(bench: Bench) -> None:
    bench.send(bench.ann, b"one")
    bench.send(bench.ann, b"two")
    assert bench.news() == [("held", b"one"), ("held", b"two")]
    with pytest.raises(BlockingIOError):
        bench.server.recv(99)
    assert [kind for kind, _fields in bench.link.release()] == ["forwarded"] * 2
    assert [bench.server.recv(99), bench.server.recv(99)] == [b"one", b"two"]
    assert list(bench.link.release()) == []


@pytest.mark.parametrize("bench", [Faults(loses=1)], indirect=True)
def test_what_is_lost_is_told(bench: Bench) -> None:
    bench.send(bench.ann, b"one")
    assert bench.news() == [("dropped", b"one")]


@pytest.mark.parametrize("bench", [Faults(duplicates=1)], indirect=True)
def test_a_double_is_two_datagrams(bench: Bench) -> None:
    bench.send(bench.ann, b"one")
    assert bench.news() == [("forwarded", b"one")] * 2
    assert [bench.server.recv(99), bench.server.recv(99)] == [b"one", b"one"]


def test_it_knows_and_watches_all_its_sockets(bench: Bench) -> None:
    bench.send(bench.ann, b"one")
    until_readable(bench.link.watch()[0][0], "a datagram")
    bench.news()
    fds = [fd for fd, _events in bench.link.watch()]
    assert len(fds) == 3, "an end for each program, and one at the server's side for each client that has spoken"
    assert bench.link.inodes == {os.fstat(fd).st_ino for fd in fds}


@pytest.mark.parametrize(("name", "limit"), [("MOST_BYTES", 50), ("MOST_DATAGRAMS", 10), ("MOST_CLIENTS", 3)])
def test_a_flood_is_cut_and_said(bench: Bench, monkeypatch: pytest.MonkeyPatch, name: str, limit: int) -> None:
    monkeypatch.setattr(link, name, limit)
    clients = [bound() for _ in range(6)]
    for turn in range(24):
        clients[turn % 6].sendto(b"12345", bench.ends[bench.ann])
    kinds = [kind for kind, _data in bench.news()]
    assert kinds.count("flooded") == 1
    assert kinds[-1] == "flooded"
    assert len(kinds) <= 11
    assert bench.link.watch() == []
    assert bench.news() == []
    for client in clients:
        client.close()
