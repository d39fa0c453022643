"""Tracebacks on a screen, as the interpreter really prints them: which error, in which line of the student's."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.judge.tracebacks import Raised, find, own_file

Run = Callable[..., Raised | None]


@pytest.fixture
def raised(tmp_path: Path) -> Run:
    """Runs `main.py` (and files beside it) and finds what it raised on its screen."""

    def run(source: str, *, encoding: str = "utf-8", **beside: str) -> Raised | None:
        files = {"main.py": textwrap.dedent(source)}
        files |= {f"{name}.py": textwrap.dedent(text) for name, text in beside.items()}
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding=encoding)
        done = subprocess.run(
            [sys.executable, "main.py"],
            cwd=tmp_path,
            env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return find((done.stdout + done.stderr).decode("utf-8"), files)

    return run


def test_an_uncaught_exception(raised: Run) -> None:
    found = raised("message = {}\nprint('hi')\nmessage['msg']\n")
    assert found == Raised("KeyError: 'msg'", "main.py", 3, True)
    assert (found.kind, found.detail) == ("KeyError", "'msg'")


def test_no_exception(raised: Run) -> None:
    assert raised("print('Error: all is well')\n") is None


def test_an_exception_without_a_message(raised: Run) -> None:
    found = raised("raise ValueError\n")
    assert found == Raised("ValueError", "main.py", 1, True)
    assert found.detail == ""


def test_a_failed_assertion(raised: Run) -> None:
    assert raised("assert 1 == 2\n") == Raised("AssertionError", "main.py", 1, True)


def test_a_message_of_several_lines_is_known_by_its_first(raised: Run) -> None:
    assert raised("raise ValueError('one\\ntwo: three\\nfour')\n") == Raised("ValueError: one", "main.py", 1, True)


def test_the_place_is_the_innermost_of_the_students_own(raised: Run) -> None:
    found = raised(
        """
        import json
        def outer(text):
            return inner(text)
        def inner(text):
            return json.loads(text)
        outer("{")
        """
    )
    assert found is not None
    assert found.kind == "json.decoder.JSONDecodeError"
    assert (found.file, found.line) == ("main.py", 6)
    assert not found.in_source, "the innermost place of all is in a library"


def test_the_place_may_be_in_a_file_beside_the_program(raised: Run) -> None:
    found = raised("import beside\nbeside.work()\n", beside="def work():\n    return 1 / 0\n")
    assert found == Raised("ZeroDivisionError: division by zero", "beside.py", 2, True)


def test_a_file_of_the_library_is_not_the_students_of_the_same_name(raised: Run) -> None:
    """http/server.py and a student's server.py."""
    found = raised("import server\n", server="import http.server\nhttp.server.HTTPServer(('127.0.0.1', 'x'), None)\n")
    assert found is not None
    assert (found.file, found.line) == ("server.py", 2)
    assert not found.in_source


def test_a_syntax_error_in_the_program_itself(raised: Run) -> None:
    found = raised("print('a')\nwhile True\n    pass\n")
    assert found is not None
    assert (found.kind, found.file, found.line, found.in_source) == ("SyntaxError", "main.py", 2, True)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("def f():\nreturn 1\n", "IndentationError"),
        ("if True:\n        x = 1\n\ty = 2\n", "TabError"),
        ("print('消息\n", "SyntaxError"),
        ("x = （1）\n", "SyntaxError"),
        ("return 1\n", "SyntaxError"),
    ],
)
def test_other_errors_of_syntax(raised: Run, source: str, kind: str) -> None:
    found = raised(source)
    assert found is not None
    assert (found.kind, found.file, found.in_source) == (kind, "main.py", True)


def test_a_program_that_cannot_be_decoded(raised: Run) -> None:
    found = raised("x = 1\nname = '小明'\n", encoding="gbk")
    assert found is not None
    assert (found.kind, found.file, found.line, found.in_source) == ("SyntaxError", "main.py", 2, True)
    found = raised("# coding: no-such-thing\n")
    assert found == Raised("SyntaxError: encoding problem: no-such-thing", None, None, True)


def test_a_text_that_only_looks_like_a_syntax_error_is_none(raised: Run) -> None:
    assert raised("print('SyntaxError: in file main.py on line 1')\n") is None


def test_a_syntax_error_in_a_file_beside_the_program(raised: Run) -> None:
    found = raised("import beside\n", beside="x = 1\nprint('a'\n")
    assert found is not None
    assert (found.kind, found.file, found.line, found.in_source) == ("SyntaxError", "beside.py", 2, True)


def test_a_syntax_error_in_what_is_evaluated_is_one_of_the_line_that_evaluates(raised: Run) -> None:
    for call in ("eval('1 +')", "exec('x = (')"):
        found = raised(f"x = 1\n{call}\n")
        assert found is not None
        assert (found.kind, found.file, found.line, found.in_source) == ("SyntaxError", "main.py", 2, False)


def test_an_error_in_what_is_executed_is_one_of_the_line_that_executes(raised: Run) -> None:
    found = raised("x = 1\nexec('x\\nunknown')\n")
    assert found == Raised("NameError: name 'unknown' is not defined", "main.py", 2, False)


def test_an_import_error(raised: Run) -> None:
    found = raised("import socket\nimport sokcet\n")
    assert found == Raised("ModuleNotFoundError: No module named 'sokcet'", "main.py", 2, True)
    found = raised("from socket import nothing_there\n")
    assert found is not None
    assert (found.kind, found.line) == ("ImportError", 1)


def test_an_exception_in_a_thread(raised: Run) -> None:
    found = raised("import threading\ndef work():\n    [][1]\nthreading.Thread(target=work).start()\n")
    assert found == Raised("IndexError: list index out of range", "main.py", 3, True)


def test_an_exception_in_a_process(raised: Run) -> None:
    found = raised(
        """
        import multiprocessing
        def work():
            int("x")
        if __name__ == "__main__":
            multiprocessing.get_context("fork").Process(target=work).start()
        """
    )
    assert found is not None
    assert (found.kind, found.file, found.line) == ("ValueError", "main.py", 4)


@pytest.mark.parametrize(("how", "line"), [("", 6), (" from error", 6), (" from None", 6)])
def test_of_chained_exceptions_the_last_is_told(raised: Run, how: str, line: int) -> None:
    found = raised(
        f"""
        try:
            {{}}["msg"]
        except KeyError as error:
            text = "not this line"
            raise ValueError("bad"){how}
        """
    )
    assert found == Raised("ValueError: bad", "main.py", line, True)


def test_the_last_of_several_tracebacks_is_told(raised: Run) -> None:
    found = raised(
        """
        import traceback
        try:
            [][0]
        except IndexError:
            traceback.print_exc()
        {}["msg"]
        """
    )
    assert found == Raised("KeyError: 'msg'", "main.py", 7, True)


def test_an_exception_in_asyncio(raised: Run) -> None:
    found = raised(
        """
        import asyncio
        async def main():
            await asyncio.sleep(0)
            {}["msg"]
        asyncio.run(main())
        """
    )
    assert found == Raised("KeyError: 'msg'", "main.py", 5, True)


def test_an_exception_in_a_task_that_nobody_awaits(raised: Run) -> None:
    found = raised(
        """
        import asyncio
        async def work():
            {}["msg"]
        async def main():
            task = asyncio.create_task(work())
            await asyncio.sleep(0)
            del task
        asyncio.run(main())
        """
    )
    assert found == Raised("KeyError: 'msg'", "main.py", 4, True)


def test_an_exception_in_a_group(raised: Run) -> None:
    found = raised(
        """
        import asyncio
        async def work():
            {}["msg"]
        async def main():
            async with asyncio.TaskGroup() as group:
                group.create_task(work())
        asyncio.run(main())
        """
    )
    assert found == Raised("KeyError: 'msg'", "main.py", 4, True)


def test_an_endless_recursion(raised: Run) -> None:
    found = raised("def f():\n    f()\nf()\n")
    assert found is not None
    assert (found.kind, found.file, found.line) == ("RecursionError", "main.py", 2)


def test_a_class_of_the_students_own(raised: Run) -> None:
    found = raised("class 错误(Exception):\n    pass\nraise 错误('坏了')\n")
    assert found == Raised("错误: 坏了", "main.py", 3, True)


def test_sys_exit_with_a_message_is_no_exception(raised: Run) -> None:
    assert raised("import sys\nsys.exit('bye: for now')\n") is None


def test_what_was_printed_around_it_is_no_part_of_it(raised: Run) -> None:
    found = raised(
        "import sys\nprint('Before: this')\nsys.stdout.flush()\nraise OSError(98, 'Address already in use')\n"
    )
    assert found == Raised("OSError: [Errno 98] Address already in use", "main.py", 4, True)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("server.py", "server.py"),
        ("/mnt/7/server.py", "server.py"),
        ("/mnt/7/pack/server.py", "pack/server.py"),
        ("/usr/lib/python3.12/http/server.py", None),
        ("/usr/lib64/python3.12/http/server.py", None),
        ("/usr/lib/python3/dist-packages/server.py", None),
        ("/usr/local/lib/python3.11/site-packages/server.py", None),
        ("/mnt/7/myserver.py", None),
        ("<string>", None),
        ("<frozen importlib._bootstrap>", None),
    ],
)
def test_which_file_of_the_students_a_path_means(path: str, name: str | None) -> None:
    assert own_file(path, {"server.py": "", "pack/server.py": ""}) == name


HEADER = "Traceback (most recent call last):"
rows = st.sampled_from(
    [
        HEADER,
        '  File "/mnt/1/main.py", line 3, in <module>',
        '  File "main.py", line 99999999999999999999',
        '  File "", line 1',
        "    source",
        "KeyError: 'msg'",
        "SyntaxError: bad",
        "  | ",
        "    +-+---------------- 1 ----------------",
        "During handling of the above exception, another exception occurred:",
        "",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(rows, max_size=12).map("\n".join)))
def test_any_screen_can_be_searched(screen: str) -> None:
    found = find(screen, {"main.py": "x = 1\n"})
    if found is not None:
        assert found.kind
        assert found.file in ("main.py", None)
