"""Limits, played live: programs that never come to rest, that run in circles, that print without end."""

from __future__ import annotations

import pytest

from grader.errors import CourseError
from grader.scenario import waiting
from tests.scenario.classroom import BOUND, ECHO, Classroom, Graded

POLLING = BOUND + (
    "sock.settimeout(0.05)\n"
    "while True:\n"
    "    try:\n"
    "        data, address = sock.recvfrom(1024)\n"
    "    except TimeoutError:\n"
    "        continue\n"
    "    sock.sendto(data, address)\n"
)
SILENT = POLLING.replace("sock.sendto(data, address)", "pass")

TALK = """
- start: server
- send: {from: alice, text: one}
- expect: {at: alice, gets: {text: one}, for: first}
- nothing: {at: alice, for: quiet}
- send: {from: alice, text: two}
- expect: {at: alice, gets: {text: two}, for: second}
"""
QUIET = {"quiet": {"requires": "first"}}


def seconds(graded: Graded, step: int) -> float:
    """How long the look of a step took."""
    began = next(event.t for event in graded.events("step") if event.fields["step"] == step)
    return next(event.t for event in graded.events("waited") if event.fields["step"] == step) - began


# --- patience -------------------------------------------------------------------------------------


def test_a_server_that_polls_passes(classroom: Classroom) -> None:
    source = POLLING.replace("0.05", "0.5")
    graded = classroom.grade({"server.py": source}, TALK, checks=QUIET, limits={"patience": 0.3})
    assert graded.verdicts == {"first": "passed", "quiet": "passed", "second": "passed"}, graded.told()


def test_where_a_program_never_comes_to_rest_the_proof_is_patience(classroom: Classroom) -> None:
    graded = classroom.grade({"server.py": POLLING}, TALK, checks=QUIET, limits={"patience": 0.3})
    assert graded.proofs("first") == ["seen"], graded.told()
    assert graded.proofs("quiet") == ["patience"]


def test_what_did_not_come_in_time_is_said_so(classroom: Classroom) -> None:
    graded = classroom.grade({"server.py": SILENT}, TALK, checks=QUIET, limits={"patience": 0.3})
    assert graded.verdicts == {"first": "failed", "quiet": "skipped", "second": "failed"}, graded.told()
    assert graded.proofs("first") == ["patience"]
    finding = graded.finding("first")
    assert finding.code == "not_in_time"
    assert finding.args["seconds"] >= 0.3
    assert finding.file == "server.py"


def test_later_looks_are_short_until_the_submission_does_something(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "SHORT_PATIENCE", 0.05)
    source = SILENT.replace("pass", "if data == b'two': sock.sendto(data, address)")
    graded = classroom.grade(
        {"server.py": source},
        """
        - start: server
        - send: {from: alice, text: one}
        - expect: {at: alice, gets: {text: one}, for: a}
        - send: {from: alice, text: one}
        - expect: {at: alice, gets: {text: one}, for: b}
        - send: {from: alice, text: two}
        - expect: {at: alice, gets: {text: two}, for: c}
        - send: {from: alice, text: one}
        - expect: {at: alice, gets: {text: one}, for: d}
        """,
        limits={"patience": 1},
    )
    assert graded.verdicts == {"a": "failed", "b": "failed", "c": "passed", "d": "failed"}, graded.told()
    assert seconds(graded, 2) >= 1, "the first look that ends by patience takes it whole"
    assert 0.05 <= seconds(graded, 4) < 1
    assert seconds(graded, 8) >= 1, "the submission had done something"


def test_a_program_that_sleeps_is_waited_for(classroom: Classroom) -> None:
    source = BOUND + (
        "import time\ndata, address = sock.recvfrom(99)\ntime.sleep(0.6)\n"
        "sock.sendto(data, address)\nsock.recvfrom(1)\n"
    )
    graded = classroom.grade(
        {"server.py": source},
        """
        - start: server
        - send: {from: alice, text: one}
        - expect: {at: alice, gets: {text: one}, for: first}
        """,
        limits={"patience": 0.2},
    )
    assert graded.verdicts == {"first": "passed"}, graded.told()


def test_every_event_of_the_submission_renews_the_patience_of_an_expect(classroom: Classroom) -> None:
    """It is waited for as long as it shows that it lives."""
    source = BOUND + (
        "import select\ndata, address = sock.recvfrom(99)\nfor _round in range(12):\n"
        "    select.select([], [], [], 0.1)\n    print('busy', flush=True)\n"
        "sock.sendto(data, address)\nsock.recvfrom(1)\n"
    )
    graded = classroom.grade(
        {"server.py": source},
        """
        - start: server
        - send: {from: alice, text: one}
        - expect: {at: alice, gets: {text: one}, for: first}
        """,
        limits={"patience": 0.6},
    )
    assert graded.verdicts == {"first": "passed"}, graded.told()


def test_no_event_renews_the_patience_of_a_nothing(classroom: Classroom) -> None:
    source = BOUND + (
        "import select\nsock.sendto(*sock.recvfrom(99))\nwhile True:\n"
        "    select.select([], [], [], 0.05)\n    print('busy', flush=True)\n"
    )
    graded = classroom.grade(
        {"server.py": source},
        """
        - start: server
        - send: {from: alice, text: one}
        - expect: {at: alice, gets: {text: one}, for: first}
        - nothing: {at: alice, for: first}
        """,
        limits={"patience": 0.3, "wall": 50},
    )
    assert graded.verdicts == {"first": "passed"}, graded.told()
    assert graded.proofs("first") == ["seen", "patience"]


# --- processor time -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "loop",
    [
        "while True:\n    pass\n",
        (
            "sock.setblocking(False)\nwhile True:\n    try:\n        sock.recvfrom(9)\n"
            "    except BlockingIOError:\n        pass\n"
        ),
    ],
)
def test_a_busy_loop_ends_by_processor_time(classroom: Classroom, loop: str) -> None:
    graded = classroom.grade({"server.py": BOUND + loop}, TALK, checks=QUIET, limits={"cpu": 0.4})
    assert graded.verdicts["first"] == "failed", graded.told()
    finding = graded.finding("first")
    assert finding.code == "busy_loop", graded.told()
    assert finding.file == "server.py"
    assert graded.proofs("first") == ["cpu"]


def test_reaching_the_limit_of_processor_time_is_no_finding_where_nothing_is_unmet(classroom: Classroom) -> None:
    source = BOUND + "sock.sendto(*sock.recvfrom(99))\nwhile True:\n    pass\n"
    graded = classroom.grade(
        {"server.py": source},
        """
        - start: server
        - send: {from: alice, text: one}
        - expect: {at: alice, gets: {text: one}, for: first}
        - nothing: {at: alice, for: first}
        """,
        limits={"cpu": 0.4},
    )
    assert graded.verdicts == {"first": "passed"}, graded.told()
    assert graded.proofs("first") == ["seen", "cpu"]


# --- wall -----------------------------------------------------------------------------------------


def test_at_the_wall_the_open_expectation_fails(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"server.py": SILENT},
        """
        - start: server
        - send: {from: alice, text: one}
        - expect: {at: alice, gets: {text: one}, for: first}
        """,
        limits={"patience": 30, "wall": 0.8},
    )
    assert graded.verdicts == {"first": "failed"}, graded.told()
    assert graded.finding("first").code == "wall_limit"
    assert graded.proofs("first") == ["wall"]


# --- floods ---------------------------------------------------------------------------------------


def test_output_without_end_is_cut_and_said_so(classroom: Classroom) -> None:
    graded = classroom.grade({"server.py": BOUND + "while True:\n    print('y' * 1000)\n"}, TALK, checks=QUIET)
    assert graded.verdicts["first"] == "failed", graded.told()[:3000]
    finding = graded.finding("first")
    assert finding.code == "output_flood"
    assert (finding.file, finding.line) == ("server.py", 5)
    assert len(graded.events("flooded", "server")) == 1
    kept = sum(len(event.data) for event in graded.events("printed", "server"))
    assert kept == finding.args["limit"] == 1 << 20


def test_much_output_is_no_flood(classroom: Classroom) -> None:
    source = BOUND + "for _row in range(500):\n    print('y' * 1000)\nprint('done', flush=True)\nsock.recvfrom(1)\n"
    graded = classroom.grade(
        {"server.py": source}, "- start: server\n- expect: {at: server, prints: done, for: prints}\n"
    )
    assert graded.verdicts == {"prints": "passed"}


def test_a_program_that_floods_after_its_answer_passes_what_it_did(classroom: Classroom) -> None:
    source = BOUND + "sock.sendto(*sock.recvfrom(99))\nwhile True:\n    print('y' * 1000)\n"
    graded = classroom.grade({"server.py": source}, TALK, checks=QUIET)
    assert graded.verdicts == {"first": "passed", "quiet": "passed", "second": "failed"}, graded.told()[:3000]
    assert graded.finding("second").code == "output_flood"


def test_datagrams_without_end_are_cut(classroom: Classroom) -> None:
    source = BOUND + (
        "data, address = sock.recvfrom(99)\nsock.sendto(data, address)\nwhile True:\n"
        "    sock.sendto(b'y' * 1000, address)\n"
    )
    graded = classroom.grade({"server.py": source}, TALK, checks=QUIET, limits={"cpu": 1, "wall": 20})
    assert graded.verdicts["first"] == "passed"
    assert graded.verdicts["quiet"] == "failed"
    assert graded.finding("quiet").code == "unexpected_answer"
    assert sum(len(event.data) for event in graded.events("received", "alice")) < 3 << 20


# --- strange bytes --------------------------------------------------------------------------------


def test_control_characters_on_the_screen_are_no_text(classroom: Classroom) -> None:
    source = BOUND + "print('\\0he\\0llo\\x1b[31m wor\\x1b[0mld\\r\\x1b]0;title\\x07!', flush=True)\nsock.recvfrom(1)\n"
    graded = classroom.grade(
        {"server.py": source}, "- start: server\n- expect: {at: server, prints: hello world!, for: prints}\n"
    )
    assert graded.verdicts == {"prints": "passed"}, graded.told()


def test_output_in_another_encoding_is_told(classroom: Classroom) -> None:
    source = BOUND + (
        "import sys\nsys.stdout.reconfigure(encoding='gbk')\n"
        "print('消息来自小明 : 你好世界', flush=True)\nsock.recvfrom(1)\n"
    )
    graded = classroom.grade(
        {"server.py": source},
        "- start: server\n- expect: {at: server, prints: '消息来自小明 : 你好世界', for: prints}\n",
    )
    assert graded.said("prints") == ("printed_garbled", "server.py:6"), graded.told()


def test_bytes_that_are_no_text_are_kept_as_they_came(classroom: Classroom) -> None:
    source = BOUND + (
        "import os\nos.write(1, bytes(range(256)) + b'\\nend\\n')\n"
        "data, address = sock.recvfrom(99)\nsock.sendto(bytes(range(256)), address)\nsock.recvfrom(1)\n"
    )
    graded = classroom.grade(
        {"server.py": source},
        """
        - start: server
        - expect: {at: server, prints: end, for: prints}
        - send: {from: alice, text: hello}
        - expect: {at: alice, gets: {json: {msg: hello}}, for: answers}
        """,
    )
    assert graded.verdicts == {"prints": "passed", "answers": "failed"}, graded.told()
    assert graded.finding("answers").code == "not_utf8"
    assert b"".join(event.data for event in graded.events("printed")).startswith(bytes(range(256)))
    assert graded.events("received", "alice")[0].data == bytes(range(256))


def test_an_answer_of_the_largest_size_is_read_whole(classroom: Classroom) -> None:
    source = BOUND + "data, address = sock.recvfrom(99)\nsock.sendto(b'x' * 65507, address)\nsock.recvfrom(1)\n"
    graded = classroom.grade(
        {"server.py": source},
        """
        - start: server
        - send: {from: alice, text: hello}
        - expect: {at: alice, gets: {matches: "^x{65507}$"}, for: answers}
        """,
    )
    assert graded.verdicts == {"answers": "passed"}


def test_a_line_of_thousands_of_letters_can_be_typed(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"main.py": "print(len(input()), flush=True)\ninput()\n"},
        (
            f"- start: main\n- type: {{into: main, line: {'你好' * 600}}}\n"
            f"- expect: {{at: main, prints: '1200', for: reads}}\n"
        ),
    )
    assert graded.verdicts == {"reads": "passed"}, graded.told()


def test_a_server_that_echoes_is_still_right(classroom: Classroom) -> None:
    """The yardstick of this file: without any limit reached the proofs are the strongest."""
    graded = classroom.grade({"server.py": ECHO}, TALK, checks=QUIET)
    assert [graded.proofs(name) for name in ("first", "quiet", "second")] == [["seen"], ["settled"], ["seen"]]


def test_the_wall_without_an_open_expectation_is_no_fault_of_the_students(classroom: Classroom) -> None:
    with pytest.raises(CourseError, match=r"not over after 0\.8 seconds"):
        classroom.grade({"server.py": POLLING}, TALK, checks=QUIET, limits={"patience": 30, "wall": 0.8})
