"""Which line a finding points at: the only one that it can be, or none."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.judge import lines

SERVER = textwrap.dedent(
    """\
    import socket
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 9091))
    while True:
        data, address = sock.recvfrom(1024)
        print("消息来自%s : %s" % (address, data))
        answer = input(">>> ")
        sock.sendto(answer.encode(), address)
    """
)


def of(source: str, **beside: str) -> dict[str, str]:
    return {
        "server.py": textwrap.dedent(source),
        **{f"{name}.py": textwrap.dedent(text) for name, text in beside.items()},
    }


def test_the_line_that_sends_binds_and_makes_the_socket() -> None:
    sources = of(SERVER)
    assert lines.sending(sources, "server.py") == ("server.py", 8)
    assert lines.binding(sources, "server.py") == ("server.py", 3)
    assert lines.making_socket(sources, "server.py") == ("server.py", 2)


@pytest.mark.parametrize("call", ["sendto(b'', a)", "send(b'')", "sendall(b'')", "sendmsg([b''])"])
def test_every_call_that_sends_is_known(call: str) -> None:
    assert lines.sending(of(f"x = 1\ns.{call}\n"), "server.py") == ("server.py", 2)


def test_of_several_lines_that_send_none_is_told() -> None:
    assert lines.sending(of("s.sendto(b'a', x)\ns.sendto(b'b', x)\n"), "server.py") is None


def test_two_calls_in_one_line_are_one_line() -> None:
    assert lines.sending(of("s.sendto(b'a', x); s.sendto(b'b', x)\n"), "server.py") == ("server.py", 1)


def test_a_call_over_several_lines_is_where_it_begins() -> None:
    assert lines.sending(of("x = 1\ns.sendto(\n    b'a',\n    x,\n)\n"), "server.py") == ("server.py", 2)


def test_a_function_of_the_students_own_sends_nothing_itself() -> None:
    sources = of("def send(data):\n    sock.sendto(data, peer)\nsend(b'a')\nsend(b'b')\n")
    assert lines.sending(sources, "server.py") == ("server.py", 2)


def test_a_line_in_a_file_beside_the_program_is_found() -> None:
    sources = of("import tools\ntools.reply()\n", tools="def reply():\n    sock.sendto(b'', x)\n")
    assert lines.sending(sources, "server.py") == ("tools.py", 2)


def test_the_other_program_of_the_exercise_is_not_looked_into() -> None:
    sources = of("x = 1\n", client="s.sendto(b'', x)\n")
    assert lines.sending(sources, "server.py") is None


def test_a_file_that_cannot_be_parsed_has_no_lines() -> None:
    for source in ("while True\n", "s.sendto(b'')\n\0", "(" * 500):
        assert lines.sending({"server.py": source}, "server.py") is None
    assert lines.sending({}, "server.py") is None


# --- sending too early ------------------------------------------------------------------------------


def test_the_only_send_before_the_first_reading_of_the_keyboard() -> None:
    sources = of("s.sendto(b'hello', x)\nline = input()\ns.sendto(line, x)\n")
    assert lines.sending_early(sources, "server.py") == ("server.py", 1)


@pytest.mark.parametrize(
    "source",
    [
        "line = input()\ns.sendto(line, x)\n",
        "s.sendto(b'1', x)\ns.sendto(b'2', x)\ninput()\n",
        "s.sendto(b'1', x)\n",
    ],
)
def test_no_line_sends_early_where_it_is_not_the_only_one(source: str) -> None:
    assert lines.sending_early(of(source), "server.py") is None


# --- numbers ----------------------------------------------------------------------------------------


def test_the_line_where_a_port_stands() -> None:
    sources = of("PORT = 9091\ns.bind(('127.0.0.1', PORT))\n")
    assert lines.number(sources, "server.py", 9091) == ("server.py", 1)
    assert lines.number(sources, "server.py", 9090) is None


def test_true_is_no_number() -> None:
    assert lines.number(of("x = True\ny = 1\n"), "server.py", 1) == ("server.py", 2)


# --- printing ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "print('消息来自%s : %s' % (a, b))",
        "print('消息来自', a, ':', b)",
        "print(f'消息来自{a} : {b}')",
        "print('消息来自{} : {}'.format(a, b))",
        "sys.stdout.write('消息来自' + a)",
        "logging.info('消息来自%s', a)",
    ],
)
def test_the_line_that_prints_carries_a_part_of_the_text(statement: str) -> None:
    sources = of(f"print('something else')\n{statement}\nprint('more')\n")
    assert lines.printing(sources, "server.py", "消息来自bob : hi") == ("server.py", 2)


def test_the_only_print_is_the_one_that_prints() -> None:
    assert lines.printing(of("x = 1\nprint(text)\n"), "server.py", "hello") == ("server.py", 2)


def test_of_several_prints_that_carry_nothing_none_is_told() -> None:
    assert lines.printing(of("print(a)\nprint(b)\n"), "server.py", "hello") is None


# --- the text of a line -----------------------------------------------------------------------------


def test_the_text_of_a_line_is_without_blanks_around_it() -> None:
    sources = of(SERVER)
    assert lines.text_of(sources, ("server.py", 8)) == "sock.sendto(answer.encode(), address)"
    assert lines.text_of(sources, ("server.py", 0)) is None
    assert lines.text_of(sources, ("server.py", 99)) is None
    assert lines.text_of(sources, ("missing.py", 1)) is None


def test_a_line_is_counted_as_the_interpreter_counts() -> None:
    """A form feed or a line separator within a line begins no new one."""
    source = "x = '\x0c\u2028\x1c\x85'\nprint(x)\n"
    place = lines.printing(of(source), "server.py", "hello")
    assert place == ("server.py", 2)
    assert lines.text_of(of(source), place) == "print(x)"


@given(st.text(max_size=200), st.text(max_size=20))
def test_any_source_can_be_asked(source: str, text: str) -> None:
    sources = {"server.py": source}
    for place in (
        lines.sending(sources, "server.py"),
        lines.sending_early(sources, "server.py"),
        lines.binding(sources, "server.py"),
        lines.making_socket(sources, "server.py"),
        lines.number(sources, "server.py", 9090),
        lines.printing(sources, "server.py", text),
    ):
        if place is not None:
            assert place[1] > 0
