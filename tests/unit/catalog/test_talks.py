"""Connections, crowds, facts about the source: what they become, what is wrong with them, who takes part."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from grader.catalog import (
    Close,
    Connect,
    Exercise,
    Program,
    Restart,
    Script,
    Send,
    TcpClient,
    TcpServer,
    UdpClient,
    actors_of,
    base_actor,
    bind,
    encode,
    script_for,
)
from grader.catalog.model import ClassSign, Run, Sign, Source
from grader.catalog.schema import schema_of
from grader.errors import Place
from grader.judge.expectations import HasClass, Look, LookKind, Payload, SourceClaim, Uses

from .conftest import Desk, changed
from .mistakes_in_talks import FACTS, PEERS, TALK, TALKS

FILE = "exercises/01_echo/exercise.yaml"
ROWS = [*PEERS, *TALKS, *FACTS]


@pytest.fixture
def talk(desk: Desk) -> Exercise:
    desk.write(exercise=TALK)
    return desk.load()[1]


def ports_of(exercise: Exercise, run: Run) -> dict[str, int]:
    peers = [name for name in actors_of(exercise, run) if not isinstance(base_actor(exercise, name), Program)]
    return {name: 40001 + index for index, name in enumerate(peers)}


def bound(exercise: Exercise, name: str) -> Script:
    run = exercise.runs[name]
    return bind(exercise, run, 1, ports_of(exercise, run))


# --- what is wrong ----------------------------------------------------------------------------


@pytest.mark.parametrize(("old", "new", "message", "remedy"), ROWS)
def test_a_mistake_is_named_where_it_is(desk: Desk, old: str, new: str, message: str, remedy: str) -> None:
    text, places = changed(TALK, old, new)
    desk.write(exercise=text)
    [problem] = desk.problems()
    assert str(problem.place) == f"{FILE}:{places[0]}"
    assert message in problem.message
    assert remedy in problem.remedy


def test_connecting_before_the_start(desk: Desk) -> None:
    desk.write(exercise=TALK.replace("- start: server\n      - connect", "- start: client\n      - connect"))
    assert [each.message for each in desk.problems()] == ["nothing has started `server` before this step"]


def test_a_crowd_counts_with_all_its_members(desk: Desk) -> None:
    desk.write(exercise=TALK.replace("count: 2}", "count: 500}").replace("- each:\n              of: many\n", OFTEN))
    assert "more than 10000 steps" in desk.problems()[0].message


OFTEN = """\
- repeat: {times: 21, steps: [{each: {of: many, steps: [{send: {from: many, text: x}}]}}]}
          - each:
              of: many
"""


def test_what_parts_of_a_shuffle_did_holds_after_it(desk: Desk) -> None:
    desk.write(exercise=TALK.replace("- connect: [ann, ben]", "- shuffle: [{connect: ann}, {connect: ben}]"))
    desk.load()


def test_a_single_round_is_no_loop(desk: Desk) -> None:
    desk.write(exercise=TALK.replace("- connect: [ann, ben]", "- repeat: {times: 1, steps: [{connect: [ann, ben]}]}"))
    desk.load()


# --- what is read -----------------------------------------------------------------------------


def test_peers(talk: Exercise) -> None:
    actors = talk.actors
    assert actors["ann"] == TcpClient("ann", Place(FILE, 9, 3), "server")
    assert actors["crowd"] == TcpClient("crowd", Place(FILE, 11, 3), "server", 3)
    assert actors["twin"] == UdpClient("twin", Place(FILE, 13, 3), "counter", None, "127.0.0.2", "alice")
    assert actors["fake"] == TcpServer("fake", Place(FILE, 15, 3), 9091)


def test_a_twin_may_stand_before_the_one_whose_port_it_has(desk: Desk) -> None:
    lines = TALK.splitlines(keepends=True)
    assert "alice" in lines[11]
    desk.write(exercise="".join([*lines[:11], lines[12], lines[11], *lines[13:]]))
    assert list(desk.load()[1].actors)[6:8] == ["twin", "alice"]


def test_the_short_form_of_close(talk: Exercise) -> None:
    steps = talk.runs["talk"].steps
    assert steps[4] == Close(Place(FILE, 29, 9), ("ann",), "half")
    assert steps[6] == Close(Place(FILE, 31, 9), ("ben",), "close")


def test_the_short_form_with_a_list(desk: Desk) -> None:
    desk.write(exercise=TALK.replace("- close: ben", "- close: [ann, ben]").replace("how: half", "how: close", 1))
    assert [each.message for each in desk.problems()] == [
        "`ann` has closed its connection before this step",
        "`ann` has closed its connection before this step",
    ]


def test_facts(talk: Exercise) -> None:
    first, second = talk.runs["talk"].facts
    derived = ClassSign("socketserver.TCPServer", "process_request")
    assert first == Source("server", any_=(Sign(uses="socketserver.ThreadingMixIn"), Sign(derived)), for_="threads")
    assert second == Source("server", uses="socket", for_="threads")
    assert talk.runs["crowds"].facts == ()


# --- who takes part ---------------------------------------------------------------------------


def test_the_actors_of_a_run(talk: Exercise) -> None:
    assert actors_of(talk, talk.runs["talk"]) == ("server", "ann", "ben")
    crowd = ("crowd[0]", "crowd[1]", "crowd[2]")
    assert actors_of(talk, talk.runs["crowds"]) == (
        *("server", "counter", *crowd, "alice", "twin", "many[0]", "many[1]"),
    )
    assert actors_of(talk, talk.runs["client_alone"]) == ("client", "fake")


def test_a_peer_whose_port_is_mentioned_takes_part(desk: Desk) -> None:
    desk.write(exercise=TALK.replace("text: twin}", 'text: "{ben.port} {server.port}"}'))
    exercise = desk.load()[1]
    assert "ben" in actors_of(exercise, exercise.runs["crowds"])
    bound(exercise, "crowds")


def test_a_fact_brings_its_program(desk: Desk) -> None:
    desk.write(exercise=TALK.replace("{of: server, uses: socket", "{of: client, uses: socket"))
    exercise = desk.load()[1]
    assert actors_of(exercise, exercise.runs["talk"]) == ("server", "client", "ann", "ben")


def test_what_stands_behind_one_of_a_crowd(talk: Exercise) -> None:
    assert base_actor(talk, "crowd[2]") is talk.actors["crowd"]
    assert base_actor(talk, "ann") is talk.actors["ann"]
    with pytest.raises(KeyError):
        base_actor(talk, "nobody[1]")


# --- binding ----------------------------------------------------------------------------------


def test_a_talk_is_bound(talk: Exercise) -> None:
    script = bound(talk, "talk")
    word = script.values["a"]
    acts = [step.step for step in script.steps if step.look is None]
    assert isinstance(acts[1], Connect)
    assert acts[1].connect == ("ann", "ben")
    assert isinstance(acts[2], Send)
    assert encode(acts[2].message) == f"{word}\n".encode()
    assert isinstance(acts[-1], Restart)
    assert [step.look for step in script.steps if step.look] == [
        Look(3, LookKind.EXPECT, ("ann",), "greets", gets=Payload(line=word.upper())),
        Look(5, LookKind.EXPECT, ("ann",), "greets", closed=True),
    ]
    assert script.facts == (
        SourceClaim(
            "threads",
            "server",
            (Uses("socketserver.ThreadingMixIn"), HasClass("socketserver.TCPServer", "process_request")),
        ),
        SourceClaim("threads", "server", (Uses("socket"),)),
    )


def test_connections_are_looked_for(talk: Exercise) -> None:
    assert [step.look for step in bound(talk, "client_alone").steps if step.look] == [
        Look(1, LookKind.EXPECT, ("fake",), "connects", connects=True),
        Look(3, LookKind.NOTHING, ("fake",), "connects", connects=True),
        Look(4, LookKind.AWAIT, ("fake",), closed=True),
    ]


def test_each_of_a_crowd_in_turn(talk: Exercise) -> None:
    script = bound(talk, "crowds")
    x, ports = script.values["x"], [script.values[f"crowd[{index}].port"] for index in range(3)]
    sent = [(step.step.from_, step.step.message.text) for step in script.steps if isinstance(step.step, Send)]
    assert sent[:3] == [(f"crowd[{index}]", f"{x} {index} {ports[index]}") for index in range(3)]
    assert sent[3:5] == [("many[0]", "0"), ("many[1]", "1")]
    connected = [step.step.connect for step in script.steps if isinstance(step.step, Connect)]
    assert connected == [("crowd[0]",), ("crowd[1]",), ("crowd[2]",)]
    looks = [step.look for step in script.steps if step.look]
    assert looks[1].at == ("crowd[1]",)
    assert looks[1].gets == Payload(json=1), "an index alone is a number"
    assert looks[5].at == ("crowd[0]", "crowd[1]", "crowd[2]", "many[0]", "many[1]")
    assert [step.group for step in script.steps[10:14]] == [1, 1, 1, 1]


def test_nothing_inside_of_each_means_the_one_whose_turn_it_is(desk: Desk) -> None:
    inner = "            - connect: crowd\n"
    desk.write(exercise=TALK.replace(inner, f"{inner}            - nothing: {{at: [crowd, many], for: counts}}\n"))
    looks = [step.look for step in bound(desk.load()[1], "crowds").steps if step.look]
    assert looks[2].at == ("crowd[1]", "many[0]", "many[1]")


def test_the_port_of_a_fake_tcp_server(desk: Desk) -> None:
    desk.write(exercise=TALK.replace("text: hello", 'text: "{fake.port}"'))
    exercise = desk.load()[1]
    script = bind(exercise, exercise.runs["client_alone"], 1, {})
    assert [step.step.message.text for step in script.steps if isinstance(step.step, Send)] == ["9091"]


def test_a_line_of_bytes_that_are_no_text(desk: Desk) -> None:
    desk.write(exercise=TALK.replace('gets: {line: "{a.upper}"}', "gets: {line: '\\xff'}"))
    [first, _second] = [step.look for step in bound(desk.load()[1], "talk").steps if step.look]
    assert first.gets == Payload(hex="ff0a")


def test_a_saved_run_is_bound_again_as_it_was(talk: Exercise) -> None:
    for name, run in talk.runs.items():
        script = bound(talk, name)
        assert script_for(talk, run, json.loads(json.dumps(script.values))) == script


def test_a_large_crowd_is_bound_fast(desk: Desk) -> None:
    desk.write(exercise=TALK.replace("count: 3}", "count: 330}"))
    exercise = desk.load()[1]
    run, best = exercise.runs["crowds"], 1.0
    ports = ports_of(exercise, run)
    for _attempt in range(5):
        began = time.process_time()
        script = bind(exercise, run, 1, ports)
        best = min(best, time.process_time() - began)
    assert len(script.steps) == 3 * 330 + 8
    # Processor time; a fifth of this is usual.
    assert best < 0.1


# --- the schema -------------------------------------------------------------------------------


def errors(text: str) -> list[Any]:
    return list(Draft202012Validator(schema_of("exercise")).iter_errors(yaml.safe_load(text)))


def test_the_exercise_keeps_the_schema() -> None:
    assert not errors(TALK)


#: It takes more than one value to see these.
ONLY_THE_LOADER = {
    *("TCP client of a UDP server", "UDP client of a TCP server", "same port and address", "same address as a twin"),
    *("port of oneself", "port of a twin", "port of a crowd", "a crowd with one port", "port of a TCP client"),
    *("UDP connects", "connects twice", "connects in a loop", "connects for each of others", "sends unconnected"),
    *("another part of a shuffle connects", "looks at a closed one", "sends after half a close", "closes in a loop"),
    *("closes nobody", "closes UDP", "restarts a peer", "restarts what does not run", "a program closed"),
    *("a peer connects", "connects to a program", "nothing connects to a program", "nothing printed and connected"),
    *("what does not run connects", "escape in a line", "spelling", "a number in capitals", "nothing in capitals"),
    *("index of one", "index outside of each", "crowd outside of each", "crowd connects outside of each"),
    *("each of one", "each of a program", "each in itself", "too short a text", "too long a text"),
    *("source of a peer", "fact for nothing", "source alone"),
}


@pytest.mark.parametrize("name", [row.id for row in ROWS])
def test_an_editor_shows_the_mistakes_of_single_values(name: str) -> None:
    [row] = [row for row in ROWS if row.id == name]
    old, new, *_rest = row.values
    text, _places = changed(TALK, str(old), str(new))
    assert bool(errors(text)) == (name not in ONLY_THE_LOADER)


def test_every_exception_is_one_of_the_rows() -> None:
    assert {row.id for row in ROWS} >= ONLY_THE_LOADER
