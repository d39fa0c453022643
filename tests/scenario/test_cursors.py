"""Cursors, played live: what a look finds, what it moves past, what it consumes."""

from __future__ import annotations

from tests.scenario.classroom import BOUND, ECHO, Classroom

PRINTER = BOUND + "while True:\n    data, address = sock.recvfrom(1024)\n    print(data.decode())\n"


def test_what_lies_between_two_looks_is_free(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"server.py": BOUND + "print('banner')\nprint('ready', flush=True)\nprint('and more')\nsock.recvfrom(1)\n"},
        """
        - start: server
        - expect: {at: server, prints: ready, for: prints}
        - expect: {at: server, prints: more, for: prints}
        """,
    )
    assert graded.verdicts == {"prints": "passed"}, graded.told()


def test_a_look_sees_nothing_that_an_earlier_one_moved_past(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"server.py": BOUND + "print('one\\ntwo')\nsock.recvfrom(1)\n"},
        """
        - start: server
        - expect: {at: server, prints: two, for: second}
        - expect: {at: server, prints: one, for: first}
        """,
    )
    assert graded.verdicts == {"second": "passed", "first": "failed"}, graded.told()


def test_a_list_of_texts_stands_in_one_line_in_any_order(classroom: Classroom) -> None:
    graded = classroom.grade(
        {
            "server.py": BOUND
            + "data, address = sock.recvfrom(99)\nprint(address[1], data.decode())\nsock.recvfrom(1)\n"
        },
        """
        - start: server
        - send: {from: alice, text: hello}
        - expect: {at: server, prints: [hello, "{alice.port}"], for: prints}
        """,
    )
    assert graded.verdicts == {"prints": "passed"}, graded.told()


def test_gets_takes_one_datagram_after_the_other(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"server.py": ECHO},
        """
        - start: server
        - send: {from: alice, text: one}
        - send: {from: alice, text: two}
        - expect: {at: alice, gets: {text: one}, for: first}
        - expect: {at: alice, gets: {text: two}, for: second}
        """,
    )
    assert graded.verdicts == {"first": "passed", "second": "passed"}, graded.told()


def test_a_different_datagram_fails_at_once_and_is_consumed(classroom: Classroom) -> None:
    source = BOUND + (
        "data, address = sock.recvfrom(99)\nsock.sendto(b'odd', address)\n"
        "sock.sendto(data, address)\nsock.recvfrom(1)\n"
    )
    graded = classroom.grade(
        {"server.py": source},
        """
        - start: server
        - send: {from: alice, text: right}
        - expect: {at: alice, gets: {text: right}, for: first}
        - expect: {at: alice, gets: {text: right}, for: second}
        """,
    )
    assert graded.verdicts == {"first": "failed", "second": "passed"}, graded.told()
    assert graded.finding("first").code == "wrong_answer"
    assert graded.events("waited")[0].fields["how"] == "seen", "no proof was waited for"


def test_nothing_is_proved(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"server.py": ECHO},
        """
        - start: server
        - send: {from: alice, text: hello}
        - expect: {at: alice, gets: {text: hello}, for: answers}
        - nothing: {at: [alice, bob], for: answers}
        """,
    )
    assert graded.verdicts == {"answers": "passed"}
    assert graded.proofs("answers") == ["seen", "settled"]


def test_nothing_fails_on_what_comes_up_to_the_settled_moment(classroom: Classroom) -> None:
    """The second answer comes late, but by itself: no waiting of the grader's own lets it slip."""
    source = BOUND + (
        "import time\ndata, address = sock.recvfrom(99)\nsock.sendto(data, address)\ntime.sleep(0.2)\n"
        "sock.sendto(b'late', address)\nsock.recvfrom(1)\n"
    )
    graded = classroom.grade(
        {"server.py": source},
        """
        - start: server
        - send: {from: alice, text: hello}
        - expect: {at: alice, gets: {text: hello}, for: answers}
        - nothing: {at: alice, for: quiet}
        """,
        checks={"quiet": {"requires": "answers"}},
    )
    assert graded.verdicts == {"answers": "passed", "quiet": "failed"}, graded.told()
    assert graded.finding("quiet").actual == "late"


def test_nothing_consumes_what_it_failed_on(classroom: Classroom) -> None:
    source = BOUND + (
        "while True:\n    data, address = sock.recvfrom(99)\n    sock.sendto(b'x', address)\n"
        "    sock.sendto(b'y', address)\n"
    )
    graded = classroom.grade(
        {"server.py": source},
        """
        - start: server
        - send: {from: alice, text: hello}
        - nothing: {at: alice, for: quiet}
        - send: {from: alice, text: hello}
        - expect: {at: alice, gets: {text: x}, for: answers}
        - expect: {at: alice, gets: {text: y}, for: answers}
        """,
        checks={"quiet": {"requires": "answers"}},
    )
    assert graded.verdicts == {"quiet": "failed", "answers": "passed"}, graded.told()


def test_nothing_at_a_screen_is_about_what_must_not_come_and_moves_past_all(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"server.py": PRINTER},
        """
        - start: server
        - send: {from: alice, text: harmless}
        - nothing: {at: server, prints: secret, for: quiet}
        - expect: {at: server, prints: harmless, for: too_late}
        - send: {from: alice, text: the secret word}
        - nothing: {at: server, prints: secret, for: loud}
        """,
        checks={"quiet": {"requires": "too_late"}, "loud": {"requires": "too_late"}},
    )
    assert graded.verdicts == {"quiet": "skipped", "too_late": "failed", "loud": "failed"}, graded.told()
    assert graded.check("quiet").reason == "requires"
    assert graded.said("loud") == ("printed_unwanted", "server.py:6")


def test_a_regular_expression_is_found_within_a_line(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"server.py": BOUND + "print('12 left\\nnone left')\nsock.recvfrom(1)\n"},
        """
        - start: server
        - expect: {at: server, matches: "^[0-9]{2} left$", for: prints}
        """,
    )
    assert graded.verdicts == {"prints": "passed"}, graded.told()


def test_the_grader_asks_only_of_those_it_names(classroom: Classroom) -> None:
    """An answer to bob as well is no matter to a look at alice."""
    source = BOUND + (
        "_data, bob = sock.recvfrom(99)\n_data, alice = sock.recvfrom(99)\nfor each in (bob, alice):\n"
        "    sock.sendto(b'news', each)\nsock.recvfrom(1)\n"
    )
    graded = classroom.grade(
        {"server.py": source},
        """
        - start: server
        - send: {from: bob, text: hello}
        - send: {from: alice, text: hello}
        - expect: {at: alice, gets: {text: news}, for: answers}
        - nothing: {at: alice, for: answers}
        """,
    )
    assert graded.verdicts == {"answers": "passed"}, graded.told()
