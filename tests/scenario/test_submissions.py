"""Submissions as they come: missing, empty, broken, in all encodings, with names of all kinds."""

from __future__ import annotations

import pytest

from tests.scenario.classroom import BOUND, ECHO, Classroom

HELLO = """
- start: server
- send: {from: alice, text: hello}
- expect: {at: alice, gets: {text: hello}, for: answers}
- expect: {at: alice, gets: {text: more}, for: more}
"""


def test_a_missing_file(classroom: Classroom) -> None:
    graded = classroom.grade({"sever.py": ECHO}, HELLO)
    assert graded.verdicts == {"answers": "failed", "more": "skipped"}, graded.told()
    assert graded.said("answers") == ("no_file", "server.py:None")
    assert graded.finding("answers").args["file"] == "server.py"


def test_a_submission_without_any_file(classroom: Classroom) -> None:
    assert classroom.grade({}, HELLO).finding("answers").code == "no_file"


def test_a_missing_file_of_a_program_that_starts_later(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"server.py": ECHO},
        """
        - start: server
        - send: {from: alice, text: hello}
        - expect: {at: alice, gets: {text: hello}, for: answers}
        - start: client
        - expect: {at: client, prints: x, for: prints}
        """,
    )
    assert graded.verdicts == {"answers": "passed", "prints": "failed"}, graded.told()
    assert graded.said("prints") == ("no_file", "client.py:None")


@pytest.mark.parametrize("inside", [{}, {"server.py/server.py": ECHO}])
def test_a_folder_in_the_place_of_a_file(classroom: Classroom, inside: dict[str, str]) -> None:
    graded = classroom.grade(inside or {"server.py/": ""}, HELLO)
    assert graded.finding("answers").code == ("not_a_file" if inside else "no_file")


@pytest.mark.parametrize("source", ["", "\n\n  \n", "\ufeff"])
def test_an_empty_file(classroom: Classroom, source: str) -> None:
    graded = classroom.grade({"server.py": source}, HELLO)
    assert graded.finding("answers").code == "empty_file", graded.told()


def test_a_file_of_comments_alone_ends_before_it_listens(classroom: Classroom) -> None:
    assert classroom.grade({"server.py": "# my server\n"}, HELLO).finding("answers").code == "ended_before_ready"


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("import socket\nwhile True\n    pass\n", "server.py:2"),
        ("import socket\nprint('消息'\n", "server.py:2"),
        ("def f():\nreturn 1\n", "server.py:2"),
        ("if True:\n        x = 1\n\ty = 2\n", "server.py:3"),
        ("x = 1\nprint（x）\n", "server.py:2"),
    ],
)
def test_a_syntax_error_is_told_with_its_line(classroom: Classroom, source: str, place: str) -> None:
    assert classroom.grade({"server.py": source}, HELLO).said("answers") == ("syntax_error", place)


def test_a_file_in_another_encoding_without_saying_so_is_a_syntax_error(classroom: Classroom) -> None:
    graded = classroom.grade({"server.py": "import socket\nname = '小明'\n".encode("gbk")}, HELLO)
    assert graded.said("answers") == ("syntax_error", "server.py:2"), graded.told()


def test_a_file_with_zero_bytes_is_a_syntax_error(classroom: Classroom) -> None:
    graded = classroom.grade({"server.py": b"import socket\nx = 1\0\n"}, HELLO)
    assert graded.said("answers") == ("syntax_error", "server.py:2"), graded.told()


def test_an_import_error_is_told_with_its_line(classroom: Classroom) -> None:
    graded = classroom.grade({"server.py": "import json\nimport sokcet\n"}, HELLO)
    assert graded.said("answers") == ("import_error", "server.py:2")
    graded = classroom.grade({"server.py": "x = 1\n\nfrom tools import missing\n", "tools.py": ""}, HELLO)
    assert graded.said("answers") == ("import_error", "server.py:3")


def test_a_syntax_error_in_a_file_beside_the_program(classroom: Classroom) -> None:
    graded = classroom.grade({"server.py": "import tools\n", "tools.py": "x = 1\ny = (\n"}, HELLO)
    assert graded.said("answers") == ("syntax_error", "tools.py:2")


def test_a_crash_in_a_file_beside_the_program(classroom: Classroom) -> None:
    graded = classroom.grade(
        {
            "server.py": BOUND + "import tools\ntools.serve(sock)\n",
            "tools.py": "def serve(sock):\n    sock.recvfrom(1)\n    1 / 0\n",
        },
        HELLO,
    )
    assert graded.said("answers") == ("crashed", "tools.py:3")


SOURCES = {
    "crlf": ECHO.replace("\n", "\r\n").encode(),
    "bom": b"\xef\xbb\xbf" + ECHO.encode(),
    "bom_and_crlf": b"\xef\xbb\xbf" + ECHO.replace("\n", "\r\n").encode(),
    "gbk_cookie": ("# -*- coding: gbk -*-\n# 聊天服务器\n" + ECHO).encode("gbk"),
    "utf8_cookie": ("# coding: utf-8\n# 聊天服务器\n" + ECHO).encode(),
    "shebang": ("#!/usr/bin/env python3\n" + ECHO).encode(),
    "no_final_newline": ECHO.rstrip("\n").encode(),
    "form_feeds": ECHO.replace("while", "\x0cwhile").encode(),
}


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_in_any_spelling_is_run_as_python_does(classroom: Classroom, name: str) -> None:
    graded = classroom.grade({"server.py": SOURCES[name]}, HELLO)
    assert graded.verdicts == {"answers": "passed", "more": "failed"}, graded.told()


@pytest.mark.parametrize("name", SOURCES)
def test_a_line_of_a_source_in_any_spelling_is_shown_as_it_reads(classroom: Classroom, name: str) -> None:
    graded = classroom.grade({"server.py": SOURCES[name]}, HELLO)
    finding = graded.finding("more")
    assert finding.source == "sock.sendto(data, address)", graded.told()
    rows = SOURCES[name].decode("gbk" if "gbk" in name else "utf-8").replace("\r\n", "\n").split("\n")
    assert finding.line == 1 + next(number for number, row in enumerate(rows) if "sendto" in row)


@pytest.mark.parametrize("name", ["服务器.py", "my server.py", "聊天 室/服务器 1.py", "a-b.c.py"])
def test_a_program_of_any_name_is_played(classroom: Classroom, name: str) -> None:
    graded = classroom.grade(
        {name: BOUND + "data, address = sock.recvfrom(99)\nsock.sendto(data, address)\n1 / 0\n"},
        HELLO,
        programs={"server": name},
    )
    assert graded.verdicts == {"answers": "passed", "more": "failed"}, graded.told()
    assert graded.said("more") == ("crashed", f"{name}:6")


def test_where_a_program_of_any_name_waits_is_seen(classroom: Classroom) -> None:
    graded = classroom.grade({"聊天 室.py": ECHO}, HELLO, programs={"server": "聊天 室.py"})
    assert [(event.fields["file"], event.fields["line"]) for event in graded.events("blocked")] == [("聊天 室.py", 5)]


def test_a_file_of_any_name_may_lie_beside_the_program(classroom: Classroom) -> None:
    graded = classroom.grade(
        {
            "server.py": BOUND + "import 工具\n工具.serve(sock)\n",
            "工具.py": "def serve(sock):\n    sock.recvfrom(1)\n    1 / 0\n",
        },
        HELLO,
    )
    assert graded.said("answers") == ("crashed", "工具.py:3"), graded.told()


def test_a_program_reads_and_writes_in_its_own_folder(classroom: Classroom) -> None:
    source = BOUND + (
        "open('notes.txt', 'w').write(open('数据.txt', encoding='utf-8').read())\n"
        "print(open('notes.txt').read(), flush=True)\nsock.recvfrom(1)\n"
    )
    submission = {"server.py": source, "数据.txt": "你好"}
    for _time in range(2):
        graded = classroom.grade(submission, "- start: server\n- expect: {at: server, prints: 你好, for: reads}\n")
        assert graded.verdicts == {"reads": "passed"}, graded.told()


def test_runs_do_not_see_what_other_runs_left_behind(classroom: Classroom) -> None:
    source = "import os\nprint(os.path.exists('left'), flush=True)\nopen('left', 'w')\ninput()\n"
    steps = "- start: main\n- expect: {at: main, prints: 'False', for: fresh}\n"
    graded = classroom.grade({"main.py": source}, {"one": steps, "two": steps})
    assert graded.verdicts == {"fresh": "passed"}, graded.told()
