"""Steps that hold steps, played live: parallel, repeat, shuffle; drawn values; several runs; requires and bonus."""

from __future__ import annotations

import pytest

from tests.scenario.classroom import BOUND, ECHO, SOCKET, Classroom, Graded

# --- parallel -------------------------------------------------------------------------------------

TOGETHER = """
- start: server
- parallel:
    - send: {from: alice, text: from alice}
    - send: {from: bob, text: from bob}
    - expect: {at: alice, gets: {text: from alice}, for: alice_hears}
    - expect: {at: bob, gets: {text: from bob}, for: bob_hears}
    - expect: {at: server, prints: from bob, for: prints}
    - expect: {at: server, prints: from alice, for: prints}
"""
LOUD = BOUND + (
    "while True:\n    data, address = sock.recvfrom(99)\n"
    "    print(data.decode(), flush=True)\n    sock.sendto(data, address)\n"
)
BACKWARDS = BOUND + (
    "got = [sock.recvfrom(99), sock.recvfrom(99)]\nfor data, address in reversed(got):\n"
    "    print(data.decode())\n    sock.sendto(data, address)\nprint(end='', flush=True)\nsock.recvfrom(1)\n"
)


@pytest.mark.parametrize("source", [LOUD, BACKWARDS])
def test_looks_of_a_parallel_are_met_in_any_order(classroom: Classroom, source: str) -> None:
    graded = classroom.grade({"server.py": source}, TOGETHER)
    assert set(graded.verdicts.values()) == {"passed"}, graded.told()


def test_all_acts_of_a_parallel_come_before_its_looks(classroom: Classroom) -> None:
    graded = classroom.grade({"server.py": BACKWARDS}, TOGETHER)
    kinds = [event.kind for event in graded.transcript if event.kind in ("sent", "waited")]
    assert kinds == ["sent"] * 2 + ["waited"] * 4


def test_answers_of_a_parallel_to_one_peer_are_taken_in_any_order(classroom: Classroom) -> None:
    source = BACKWARDS.replace("    print(data.decode())\n", "")
    graded = classroom.grade(
        {"server.py": source},
        """
        - start: server
        - parallel:
            - send: {from: alice, text: one}
            - send: {from: alice, text: two}
            - expect: {at: alice, gets: {text: one}, for: first}
            - expect: {at: alice, gets: {text: two}, for: second}
        """,
    )
    assert graded.verdicts == {"first": "passed", "second": "passed"}, graded.told()


def test_a_look_of_a_parallel_that_is_not_met_fails_alone(classroom: Classroom) -> None:
    source = BOUND + (
        "while True:\n    data, address = sock.recvfrom(99)\n    if b'bob' in data:\n"
        "        sock.sendto(data, address)\n    print(data.decode(), flush=True)\n"
    )
    graded = classroom.grade({"server.py": source}, TOGETHER)
    assert graded.verdicts == {"alice_hears": "failed", "bob_hears": "passed", "prints": "passed"}, graded.told()


def test_a_crash_in_a_parallel_costs_one_look(classroom: Classroom) -> None:
    source = BOUND + "data, address = sock.recvfrom(99)\nsock.sendto(data, address)\n1 / 0\n"
    graded = classroom.grade({"server.py": source}, TOGETHER)
    assert sorted(graded.verdicts.values()) == ["failed", "passed", "skipped"], graded.told()
    assert graded.finding("bob_hears").code == "crashed"


# --- repeat and shuffle ---------------------------------------------------------------------------


def test_repeat_plays_its_steps_again(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"server.py": ECHO},
        """
        - start: server
        - repeat:
            times: 5
            steps:
              - send: {from: alice, text: "{a}"}
              - expect: {at: alice, gets: {text: "{a}"}, for: answers}
        """,
        vary={"a": "word"},
    )
    assert [look.met for look in graded.check("answers").looks] == [True] * 5, graded.told()


SHUFFLED = """
- start: server
- shuffle:
    - - send: {from: alice, text: one}
      - expect: {at: alice, gets: {text: one}, for: answers}
    - - send: {from: alice, text: two}
      - expect: {at: alice, gets: {text: two}, for: answers}
    - - send: {from: alice, text: three}
      - expect: {at: alice, gets: {text: three}, for: answers}
    - - send: {from: alice, text: four}
      - expect: {at: alice, gets: {text: four}, for: answers}
"""


def _sent(graded: Graded) -> list[bytes]:
    return [event.data for event in graded.events("sent")]


def test_shuffle_plays_its_parts_in_an_order_of_the_seed(classroom: Classroom) -> None:
    orders = []
    for seed in (1, 1, 2, 3):
        graded = classroom.grade({"server.py": ECHO}, SHUFFLED, seed=seed)
        assert graded.verdicts == {"answers": "passed"}, graded.told()
        orders.append(_sent(graded))
    assert orders[0] == orders[1]
    assert len({tuple(order) for order in orders}) > 1
    assert all(sorted(order) == [b"four", b"one", b"three", b"two"] for order in orders)


# --- drawn values ---------------------------------------------------------------------------------


def test_drawn_values_are_typed_sent_and_seen_as_they_are(classroom: Classroom) -> None:
    client = SOCKET + (
        "import json\nline = input()\nsock.sendto(json.dumps({'msg': line}).encode(), ('127.0.0.1', 9090))\n"
        "print(json.loads(sock.recv(4096))['msg'], flush=True)\ninput()\n"
    )
    for seed in range(3):
        graded = classroom.grade(
            {"client.py": client},
            """
            - start: client
            - type: {into: client, line: "{q}"}
            - expect: {at: fake, gets: {json: {msg: "{q}"}}, for: sends}
            - reply: {from: fake, json: {msg: "{l} {c} {e} {w}"}}
            - expect: {at: client, prints: "{l} {c} {e} {w}", for: prints}
            """,
            vary={"q": "quoted", "l": "long", "c": "chinese", "e": "emoji", "w": "word"},
            seed=seed,
        )
        assert graded.verdicts == {"sends": "passed", "prints": "passed"}, graded.told()


def test_a_number_keeps_its_type(classroom: Classroom) -> None:
    source = BOUND + (
        "import json\ndata, address = sock.recvfrom(99)\n"
        "sock.sendto(json.dumps(json.loads(data) + 1).encode(), address)\nsock.recvfrom(1)\n"
    )
    graded = classroom.grade(
        {"server.py": source},
        """
        - start: server
        - send: {from: alice, json: "{n}"}
        - expect: {at: alice, gets: {matches: "^[0-9]+$"}, for: answers}
        """,
        vary={"n": "number 10..99"},
    )
    assert graded.verdicts == {"answers": "passed"}, graded.told()
    record = graded.result.runs[0]
    assert int(graded.events("received", "alice")[0].data) == record.values["n"] + 1


# --- several runs ---------------------------------------------------------------------------------


def test_a_check_of_several_runs_has_the_worst_of_them(classroom: Classroom) -> None:
    steps = """
    - start: server
    - send: {{from: alice, text: {text}}}
    - expect: {{at: alice, gets: {{text: {text}}}, for: answers}}
    """
    source = BOUND + (
        "while True:\n    data, address = sock.recvfrom(99)\n    if data == b'hello':\n"
        "        sock.sendto(data, address)\n"
    )
    graded = classroom.grade(
        {"server.py": source}, {"one": steps.format(text="hello"), "two": steps.format(text="bye")}
    )
    assert graded.verdicts == {"answers": "failed"}, graded.told()
    assert [(look.run, look.met) for look in graded.check("answers").looks] == [(0, True), (1, False)]
    assert graded.finding("answers").run == 1


def test_a_break_of_one_run_does_not_end_another(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"server.py": "1 / 0\n", "main.py": "print('x', flush=True)\ninput()\n"},
        {
            "one": "- start: server\n- expect: {at: server, prints: x, for: serves}\n",
            "two": "- start: main\n- expect: {at: main, prints: x, for: prints}\n",
        },
    )
    assert graded.verdicts == {"serves": "failed", "prints": "passed"}, graded.told()


# --- requires and bonus ---------------------------------------------------------------------------


def test_an_empty_program_passes_no_check_of_nothing_alone(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"main.py": "# nothing here\n"},
        """
        - start: main
        - nothing: {at: main, prints: secret, for: quiet}
        - expect: {at: main, prints: hello, for: prints}
        """,
        checks={"quiet": {"requires": "prints"}},
    )
    assert graded.verdicts == {"quiet": "skipped", "prints": "failed"}, graded.told()
    assert (graded.check("quiet").reason, graded.check("quiet").because) == ("requires", ("prints",))
    assert graded.result.score == 0


BONUS = """
- start: server
- send: {from: alice, text: hello}
- expect: {at: alice, gets: {text: hello}, for: answers}
- send: {from: alice, hex: "ff"}
- nothing: {at: alice, for: ignores_junk}
- send: {from: alice, text: hello}
- expect: {at: alice, gets: {text: hello}, for: ignores_junk}
"""


@pytest.mark.parametrize(
    ("line", "score"),
    [
        ("sock.sendto(data, address) if data != b'\\xff' else None", 2),
        ("sock.sendto(data, address)", 1),
        ("sock.sendto(data.decode().encode(), address)", 1),
    ],
)
def test_a_bonus_adds_and_never_makes_the_whole_fail(classroom: Classroom, line: str, score: int) -> None:
    source = BOUND + f"while True:\n    data, address = sock.recvfrom(99)\n    {line}\n"
    graded = classroom.grade({"server.py": source}, BONUS, checks={"ignores_junk": {"bonus": True}})
    assert graded.verdicts["answers"] == "passed", graded.told()
    assert (str(graded.result.verdict), graded.result.score, graded.result.max_score) == ("passed", score, 1)


# --- findings that take a whole conversation ------------------------------------------------------

CHAT = """
- start: server
- send: {from: bob, text: hi}
- nothing: {at: bob, for: answers}
- type: {into: server, line: "yes"}
- expect: {at: bob, gets: {text: "yes"}, for: answers}
- send: {from: alice, text: ho}
- type: {into: server, line: "no"}
- expect: {at: alice, gets: {text: "no"}, for: answers_again}
- nothing: {at: [alice, bob], for: answers_again}
"""


@pytest.mark.parametrize(
    ("body", "verdicts", "said"),
    [
        ("sock.sendto(input().encode(), who)", ("passed", "passed"), None),
        ("sock.sendto(data, who); input()", ("failed", "failed"), ("answered_before_typing", "server.py:7")),
        (
            "first = seen[0]; sock.sendto(input().encode(), first)",
            ("passed", "failed"),
            ("answer_to_wrong_client", "server.py:7"),
        ),
        (
            "line = input().encode(); [sock.sendto(line, each) for each in seen]",
            ("passed", "failed"),
            ("answer_to_wrong_client", "server.py:7"),
        ),
        (
            "line = input().encode(); [sock.sendto(line, who) for _ in 'ab']",
            ("passed", "failed"),
            ("answered_twice", "server.py:7"),
        ),
        ("input()", ("failed", "failed"), ("no_answer", "server.py:5")),
    ],
)
def test_a_chat_server_goes_wrong(
    classroom: Classroom, body: str, verdicts: tuple[str, str], said: tuple[str, str] | None
) -> None:
    source = BOUND + f"seen = []\nwhile True:\n    data, who = sock.recvfrom(99); seen.append(who)\n    {body}\n"
    graded = classroom.grade({"server.py": source}, CHAT)
    assert tuple(graded.verdicts.values()) == verdicts, graded.told()
    if said is not None:
        name = "answers" if verdicts[0] == "failed" else "answers_again"
        assert graded.said(name)[0] == said[0], graded.told()


def test_a_client_that_sends_by_itself_sends_before_typing(classroom: Classroom) -> None:
    source = SOCKET + (
        "sock.sendto(b'hello', ('127.0.0.1', 9090))\nwhile True:\n"
        "    sock.sendto(input().encode(), ('127.0.0.1', 9090))\n"
    )
    graded = classroom.grade(
        {"client.py": source},
        """
        - start: client
        - nothing: {at: fake, for: sends}
        - type: {into: client, line: hi}
        - expect: {at: fake, gets: {text: hi}, for: sends}
        """,
    )
    assert graded.said("sends") == ("sent_before_typing", "client.py:3"), graded.told()
