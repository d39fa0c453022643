"""Breaks, played live: who pays for a crash, what an end with 0 does, what an unmet expectation leaves out."""

from __future__ import annotations

import pytest

from tests.scenario.classroom import BOUND, ECHO, SOCKET, Classroom

TALK = """
- start: server
- send: {from: alice, text: one}
- expect: {at: alice, gets: {text: one}, for: first}
- nothing: {at: bob, for: quiet}
- send: {from: alice, text: two}
- expect: {at: alice, gets: {text: two}, for: second}
"""
QUIET = {"quiet": {"requires": "first"}}


def test_the_next_look_pays_for_a_crash(classroom: Classroom) -> None:
    source = BOUND + (
        "data, address = sock.recvfrom(99)\nsock.sendto(data, address)\ndata, address = sock.recvfrom(99)\n{}['msg']\n"
    )
    graded = classroom.grade({"server.py": source}, TALK, checks=QUIET)
    assert graded.verdicts == {"first": "passed", "quiet": "passed", "second": "failed"}, graded.told()
    assert graded.said("second") == ("crashed", "server.py:7")
    assert graded.finding("second").args["error"] == "KeyError: 'msg'"


def test_a_nothing_pays_for_a_crash_and_what_is_behind_it_is_not_reached(classroom: Classroom) -> None:
    source = BOUND + "data, address = sock.recvfrom(99)\nsock.sendto(data, address)\n1 / 0\n"
    graded = classroom.grade({"server.py": source}, TALK, checks=QUIET)
    assert graded.verdicts == {"first": "passed", "quiet": "failed", "second": "skipped"}, graded.told()
    assert graded.said("quiet") == ("crashed", "server.py:6")
    assert (graded.check("second").reason, graded.check("second").because) == ("not_reached", ("quiet",))


def test_a_crash_costs_one_check_only(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"server.py": BOUND + "sock.recvfrom(99)\n1 / 0\n"},
        """
        - start: server
        - send: {from: alice, text: x}
        - expect: {at: alice, gets: {text: x}, for: a}
        - expect: {at: alice, gets: {text: x}, for: b}
        - expect: {at: alice, gets: {text: x}, for: c}
        """,
    )
    assert graded.verdicts == {"a": "failed", "b": "skipped", "c": "skipped"}, graded.told()


def test_the_first_look_pays_when_a_program_cannot_start(classroom: Classroom) -> None:
    graded = classroom.grade({"server.py": "1 / 0\n"}, TALK, checks=QUIET)
    assert graded.verdicts == {"first": "failed", "quiet": "skipped", "second": "skipped"}, graded.told()
    assert graded.said("first") == ("crashed", "server.py:1")


@pytest.mark.parametrize("slowly", ["", "time.sleep(0.2)\n"])
def test_the_last_look_pays_for_a_crash_behind_it(classroom: Classroom, slowly: str) -> None:
    source = BOUND + f"import time\ndata, address = sock.recvfrom(99)\nsock.sendto(data, address)\n{slowly}1 / 0\n"
    graded = classroom.grade(
        {"server.py": source},
        """
        - start: server
        - send: {from: alice, text: one}
        - expect: {at: alice, gets: {text: one}, for: first}
        """,
    )
    assert graded.verdicts == {"first": "failed"}, graded.told()
    assert graded.finding("first").code == "crashed"


@pytest.mark.parametrize(
    ("ending", "code", "args"),
    [
        ("sys.exit(3)", "exited_nonzero", {"status": 3}),
        ("sys.exit('sorry: no')", "exited_nonzero", {"status": 1}),
        ("os._exit(255)", "exited_nonzero", {"status": 255}),
        ("os.kill(os.getpid(), 9)", "killed", {"signal": 9}),
        ("os.kill(os.getpid(), 11)", "killed", {"signal": 11}),
        ("os.abort()", "killed", {"signal": 6}),
    ],
)
def test_an_end_other_than_with_0_is_a_break(
    classroom: Classroom, ending: str, code: str, args: dict[str, int]
) -> None:
    graded = classroom.grade({"server.py": BOUND + f"import os, sys\nsock.recvfrom(1)\n{ending}\n"}, TALK, checks=QUIET)
    assert graded.verdicts == {"first": "failed", "quiet": "skipped", "second": "skipped"}, graded.told()
    assert graded.finding("first").code == code
    assert args.items() <= graded.finding("first").args.items()


def test_an_end_with_0_breaks_nothing(classroom: Classroom) -> None:
    source = BOUND + "data, address = sock.recvfrom(99)\nsock.sendto(data, address)\n"
    graded = classroom.grade({"server.py": source}, TALK, checks=QUIET)
    assert graded.verdicts == {"first": "passed", "quiet": "passed", "second": "failed"}, graded.told()
    assert graded.proofs("quiet") == ["ended"]
    assert graded.finding("second").code == "ended_early"


def test_typing_into_a_program_that_ended_is_a_break(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"main.py": "print(input())\n"},
        """
        - start: main
        - type: {into: main, line: one}
        - expect: {at: main, prints: one, for: first}
        - nothing: {at: main, prints: two, for: quiet}
        - type: {into: main, line: two}
        - expect: {at: main, prints: two, for: second}
        - expect: {at: main, prints: three, for: third}
        """,
        checks={"quiet": {"requires": "first"}},
    )
    assert graded.verdicts == {"first": "passed", "quiet": "passed", "second": "failed", "third": "skipped"}
    assert graded.finding("second").code == "ended_early"


def test_an_unmet_expectation_breaks_nothing(classroom: Classroom) -> None:
    source = (
        BOUND
        + "sock.recvfrom(99)\nwhile True:\n    data, address = sock.recvfrom(99)\n    sock.sendto(data, address)\n"
    )
    graded = classroom.grade({"server.py": source}, TALK, checks=QUIET)
    assert graded.verdicts == {"first": "failed", "quiet": "skipped", "second": "passed"}, graded.told()
    assert graded.said("first") == ("no_answer", "server.py:7")


def test_a_check_that_failed_says_so_once(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"server.py": BOUND + "while True:\n    sock.recvfrom(99)\n"},
        """
        - start: server
        - repeat:
            times: 3
            steps:
              - send: {from: alice, text: one}
              - expect: {at: alice, gets: {text: one}, for: answers}
        """,
    )
    assert graded.verdicts == {"answers": "failed"}
    assert [look.met for look in graded.check("answers").looks] == [False, False, False]
    assert len(graded.check("answers").findings) == 1


# --- a reply to nobody ----------------------------------------------------------------------------

ASK = """
- start: client
- type: {into: client, line: hello}
- expect: {at: fake, gets: {text: hello}, for: sends}
- reply: {from: fake, text: answer}
- expect: {at: client, prints: answer, for: prints}
- type: {into: client, line: again}
- expect: {at: fake, gets: {text: again}, for: sends_again}
"""


def test_a_reply_that_became_impossible_is_left_out_and_charged_to_nobody_else(classroom: Classroom) -> None:
    graded = classroom.grade({"client.py": "while True:\n    input()\n"}, ASK)
    assert graded.verdicts == {"sends": "failed", "prints": "skipped", "sends_again": "skipped"}, graded.told()
    for name in ("prints", "sends_again"):
        assert (graded.check(name).reason, graded.check(name).because) == ("not_reached", ("sends",))
    assert len(graded.events("left_out")) == 1


def test_behind_a_step_left_out_a_look_that_is_met_counts(classroom: Classroom) -> None:
    source = SOCKET + (
        "input()\nprint('answer', flush=True)\nline = input()\n"
        "sock.sendto(line.encode(), ('127.0.0.1', 9090))\ninput()\n"
    )
    graded = classroom.grade({"client.py": source}, ASK)
    assert graded.verdicts == {"sends": "failed", "prints": "passed", "sends_again": "passed"}, graded.told()


def test_a_wrong_message_can_be_replied_to(classroom: Classroom) -> None:
    source = SOCKET + (
        "while True:\n    sock.sendto(input().upper().encode(), ('127.0.0.1', 9090))\n"
        "    print(sock.recv(99).decode())\n"
    )
    graded = classroom.grade({"client.py": source}, ASK)
    assert graded.verdicts == {"sends": "failed", "prints": "passed", "sends_again": "failed"}, graded.told()
    assert graded.said("sends") == ("wrong_answer", "client.py:4")


def test_a_reply_to_nobody_without_a_failure_is_a_break(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"client.py": SOCKET + "input()\n"},
        """
        - start: client
        - reply: {from: fake, text: answer}
        - expect: {at: client, prints: answer, for: prints}
        """,
    )
    assert graded.verdicts == {"prints": "failed"}, graded.told()
    assert graded.finding("prints").code == "not_sent"


def test_a_client_that_ended_is_told_to_have_ended(classroom: Classroom) -> None:
    source = SOCKET + "sock.sendto(input().encode(), ('127.0.0.1', 9090))\nprint(sock.recv(99).decode())\n"
    graded = classroom.grade({"client.py": source}, ASK)
    assert graded.verdicts == {"sends": "passed", "prints": "passed", "sends_again": "failed"}, graded.told()
    assert graded.finding("sends_again").code == "ended_early"


# --- await ----------------------------------------------------------------------------------------


def test_an_unmet_await_breaks_the_run(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"server.py": ECHO},
        """
        - start: server
        - await: {at: server, prints: ready}
        - send: {from: alice, text: one}
        - expect: {at: alice, gets: {text: one}, for: first}
        - expect: {at: alice, gets: {text: one}, for: second}
        """,
    )
    assert graded.verdicts == {"first": "failed", "second": "skipped"}, graded.told()
    assert graded.finding("first").code == "not_printed"
    assert graded.finding("first").expected == "ready"
    assert not graded.events("sent"), "the run was over"


def test_a_met_await_counts_for_nothing(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"server.py": BOUND + "print('ready', flush=True)\nsock.recvfrom(99)\nsock.recvfrom(99)\n"},
        """
        - start: server
        - await: {at: server, prints: ready}
        - send: {from: alice, text: one}
        - expect: {at: alice, gets: {text: one}, for: first}
        """,
    )
    assert graded.verdicts == {"first": "failed"}
    assert graded.finding("first").code == "no_answer"


# --- ends -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "status", "code"),
    [
        ("", "0", None),
        ("raise SystemExit(3)\n", "3", None),
        ("raise SystemExit(3)\n", "any", None),
        ("import os\nos.kill(os.getpid(), 9)\n", "any", None),
        ("raise SystemExit(3)\n", "0", "wrong_status"),
        ("", "3", "wrong_status"),
        ("x = 1\n{}['msg']\n", "0", "crashed"),
        ("import os\nos.kill(os.getpid(), 9)\n", "0", "killed"),
        ("input()\n", "0", "not_ended"),
        ("import threading\nthreading.Event().wait()\n", "any", "not_ended"),
    ],
)
def test_a_program_must_end_by_itself_with_a_status(
    classroom: Classroom, source: str, status: str, code: str | None
) -> None:
    graded = classroom.grade(
        {"main.py": f"print('x', flush=True)\n{source}"},
        f"""
        - start: main
        - expect: {{at: main, prints: x, for: prints}}
        - ends: {{program: main, status: {status}, for: ends}}
        """,
        checks={"ends": {"requires": "prints"}},
    )
    assert graded.verdicts["ends"] == ("passed" if code is None else "failed"), graded.told()
    if code is not None:
        assert graded.finding("ends").code == code


def test_an_end_that_a_step_asked_for_breaks_nothing(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"main.py": "print('x')\nraise SystemExit(3)\n"},
        """
        - start: main
        - expect: {at: main, prints: x, for: prints}
        - ends: {program: main, status: 3, for: ends}
        - nothing: {at: main, prints: y, for: prints}
        """,
        checks={"ends": {"requires": "prints"}},
    )
    assert graded.verdicts == {"prints": "passed", "ends": "passed"}, graded.told()


def test_an_end_that_no_check_counts_breaks_the_run_when_it_does_not_come(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"main.py": "print('x', flush=True)\ninput()\n"},
        """
        - start: main
        - ends: {program: main}
        - expect: {at: main, prints: x, for: prints}
        """,
    )
    assert graded.verdicts == {"prints": "failed"}, graded.told()
    assert graded.said("prints") == ("not_ended", "main.py:2")
