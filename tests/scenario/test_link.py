"""Two programs with a link between them, played live: what each fault does to a real conversation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.errors import Unsupported
from grader.plugin.workshop import Workshop
from grader.sandbox import policy, spaces
from tests.forbidding import known_machine, stand_in
from tests.scenario.classroom import BOUND, SOCKET, Classroom, Graded

#: Prints and answers all that comes, with a number.
SERVER = BOUND + (
    "count = 0\nwhile True:\n    data, address = sock.recvfrom(999)\n    count += 1\n"
    "    print('got', data.decode(), flush=True)\n    sock.sendto(data + b' is %d' % count, address)\n"
)
#: Sends every line at once; prints whatever comes.
CLIENT = SOCKET + (
    "import select, sys\nwhile True:\n    for ready in select.select([0, sock], [], [])[0]:\n"
    "        if ready is sock:\n            print('said', sock.recv(999).decode(), flush=True)\n"
    "        else:\n            sock.sendto(sys.stdin.readline().strip().encode(), ('127.0.0.1', 9090))\n"
)
FILES = {"server.py": SERVER, "client.py": CLIENT}

ONE_ROUND = """
- start: [server, first, second]
- type: {into: first, line: hello}
- type: {into: second, line: world}
- parallel:
    - expect: {at: server, prints: got hello, for: comes}
    - expect: {at: server, prints: got world, for: comes}
    - expect: {at: first, matches: "said hello is [12]$", for: answered}
    - expect: {at: second, matches: "said world is [12]$", for: answered}
"""


def cast(**faults: Any) -> dict[str, dict[str, Any]]:
    return {
        "line": {"link": "server", **faults},
        "first": {"program": "client.py", "behind": "line"},
        "second": {"program": "client.py", "behind": "line"},
    }


@pytest.fixture(autouse=True)
def namespaces(workshop: Workshop) -> None:
    if "netns" not in workshop.features["features"]:
        pytest.skip(f"this machine forbids network namespaces: {workshop.features['missing']}")


def passed(graded: Graded) -> bool:
    return set(graded.verdicts.values()) == {"passed"}


def got(graded: Graded) -> list[str]:
    """What the server printed, in its order."""
    text = b"".join(event.data for event in graded.events("printed", "server")).decode()
    return [line.removeprefix("got ") for line in text.split("\r\n" if "\r\n" in text else "\n") if line]


@pytest.mark.parametrize(
    "faults", [{}, {"reorders": True}, {"delays": True}, {"duplicates": 0.0, "loses": 0.0}], ids=str
)
def test_what_loses_nothing_harms_nobody(classroom: Classroom, faults: dict[str, Any]) -> None:
    graded = classroom.grade(FILES, ONE_ROUND, actors=cast(**faults))
    assert passed(graded), graded.told()
    assert len(graded.events("forwarded", "line")) == 4
    held = bool(faults.get("reorders") or faults.get("delays"))
    assert len(graded.events("held", "line")) == (4 if held else 0)


TWO_LINES = """
- start: [server, first]
- type: {into: first, line: one}
- type: {into: first, line: two}
- type: {into: first, line: three}
- parallel:
    - expect: {at: server, prints: got one, for: comes}
    - expect: {at: server, prints: got two, for: comes}
    - expect: {at: server, prints: got three, for: comes}
"""


def test_the_order_is_the_seed_s(classroom: Classroom) -> None:
    orders = []
    for seed in (1, 1, 2, 3, 4):
        graded = classroom.grade(FILES, TWO_LINES, actors=cast(reorders=True), seed=seed)
        assert passed(graded), graded.told()
        orders.append(tuple(got(graded)))
    assert orders[0] == orders[1]
    assert len(set(orders)) > 1


@pytest.mark.parametrize("faults", [{}, {"delays": True}, {"duplicates": 1}], ids=str)
def test_the_order_stays_unless_it_reorders(classroom: Classroom, faults: dict[str, Any]) -> None:
    graded = classroom.grade(FILES, TWO_LINES, actors=cast(**faults))
    assert passed(graded), graded.told()
    assert list(dict.fromkeys(got(graded))) == ["one", "two", "three"]


def test_what_is_lost_never_comes(classroom: Classroom) -> None:
    graded = classroom.grade(FILES, ONE_ROUND, actors=cast(loses=1))
    assert set(graded.verdicts.values()) == {"failed"}
    assert graded.proofs("comes")[0] == "settled", "no clock was needed"
    assert [event.data for event in graded.events("dropped")] in ([b"hello", b"world"], [b"world", b"hello"])
    assert not graded.events("forwarded")


def test_a_double_comes_twice(classroom: Classroom) -> None:
    steps = """
    - start: [server, first]
    - type: {into: first, line: hello}
    - expect: {at: first, prints: said hello is 1, for: twice}
    - expect: {at: first, prints: said hello is 2, for: twice}
    """
    graded = classroom.grade(FILES, steps, actors=cast(duplicates=1))
    assert passed(graded), graded.told()


def test_an_unmet_look_fails_only_when_the_link_is_empty(classroom: Classroom) -> None:
    steps = """
    - start: [server, first]
    - type: {into: first, line: hello}
    - expect: {at: first, prints: said goodbye, for: hears}
    """
    graded = classroom.grade(FILES, steps, actors=cast(delays=True))
    assert graded.proofs("hears") == ["settled"]
    kinds = [event.kind for event in graded.transcript if event.actor == "line"]
    assert kinds == ["bound", "held", "forwarded", "held", "forwarded"]


@pytest.mark.parametrize("busy", ["sock.settimeout(50)\n", "import threading\nthreading.Timer(30, int).start()\n"])
def test_programs_that_wait_for_a_clock_do_not_keep_a_link_from_delivering(classroom: Classroom, busy: str) -> None:
    source = SERVER.replace("count = 0\n", f"{busy}count = 0\n")
    graded = classroom.grade(
        {**FILES, "server.py": source}, ONE_ROUND, actors=cast(reorders=True), limits={"patience": 3}
    )
    assert passed(graded), graded.told()
    assert graded.transcript[-1].t < 3, "the last answer came before any patience was over"


def test_nor_do_programs_that_never_rest(classroom: Classroom) -> None:
    source = SERVER.replace("count = 0\n", "sock.setblocking(False)\ncount = 0\n").replace(
        "data, address = sock.recvfrom(999)", "\n        data, address = sock.recvfrom(999)"
    )
    source = source.replace("while True:\n    \n", "while True:\n    try:\n").replace(
        "    count += 1", "    except BlockingIOError:\n        continue\n    count += 1"
    )
    graded = classroom.grade(
        {**FILES, "server.py": source}, ONE_ROUND, actors=cast(reorders=True), limits={"patience": 0.5, "cpu": 30}
    )
    assert passed(graded), graded.told()


def test_each_program_has_a_network_of_its_own(classroom: Classroom) -> None:
    """Two clients that want the same port, and a client that looks for others of it."""
    source = CLIENT.replace("import select", "sock.bind(('127.0.0.1', 7777))\nimport select")
    graded = classroom.grade({**FILES, "client.py": source}, ONE_ROUND, actors=cast())
    assert passed(graded), graded.told()
    assert {event.fields["program"] for event in graded.events("forwarded")} == {"first", "second"}


def test_a_program_on_the_server_s_port_is_told_so(classroom: Classroom) -> None:
    source = CLIENT.replace("import select", "sock.bind(('127.0.0.1', 9090))\nimport select")
    graded = classroom.grade({**FILES, "client.py": source}, ONE_ROUND, actors=cast())
    assert graded.check("comes").findings[0].code == "address_in_use", graded.told()


def test_a_restarted_program_is_behind_its_link_again(classroom: Classroom) -> None:
    steps = """
    - start: [server, first]
    - restart: first
    - type: {into: first, line: hello}
    - expect: {at: first, prints: said hello is 1, for: hears}
    """
    graded = classroom.grade(FILES, steps, actors=cast(reorders=True))
    assert passed(graded), graded.told()


def test_peers_reach_the_server_beside_the_link(classroom: Classroom) -> None:
    steps = """
    - start: [server, first]
    - send: {from: alice, text: hi}
    - expect: {at: alice, gets: {text: hi is 1}, for: hears}
    - type: {into: first, line: hello}
    - expect: {at: first, prints: said hello is 2, for: hears}
    - nothing: {at: alice, for: hears}
    """
    graded = classroom.grade(FILES, steps, actors=cast())
    assert passed(graded), graded.told()


# --- a machine without network namespaces ---------------------------------------------------------


@pytest.fixture
def poor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """A workshop on a machine that forbids namespaces."""
    if not known_machine():
        pytest.skip("no seccomp filter for this machine")
    wrapped = stand_in(tmp_path_factory.mktemp("poor"), policy.interpreter(), "namespaces")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spaces, "interpreter", lambda: wrapped)
        made = Workshop()
    with made:
        yield made


def test_without_namespaces_such_a_run_is_not_played(poor: Workshop, tmp_path: Path) -> None:
    with pytest.raises(Unsupported, match="network namespaces"):
        Classroom(poor, tmp_path).grade(FILES, ONE_ROUND, actors=cast())
