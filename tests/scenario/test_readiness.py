"""Ready or not, played live: a program goes on when it listens as asked, and is told in what way it does not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.scenario.classroom import BOUND, ECHO, Classroom

HELLO = """
- start: server
- send: {from: alice, text: hello}
- expect: {at: alice, gets: {text: hello}, for: answers}
"""
UDP = "import socket\nsock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
ANSWER = "while True:\n    data, address = sock.recvfrom(1024)\n    sock.sendto(data, address)\n"
V6 = "import socket\nsock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)\n"

READY = {
    "on_loopback": ECHO,
    "on_all_addresses": UDP + "sock.bind(('', 9090))\n" + ANSWER,
    "on_localhost": UDP + "sock.bind(('localhost', 9090))\n" + ANSWER,
    "on_ipv6_and_ipv4": V6 + "sock.bind(('::', 9090))\n" + ANSWER,
    "after_a_while": "import time\ntime.sleep(0.3)\n" + ECHO,
    "in_a_thread": "import threading\n"
    + UDP
    + "def serve():\n    sock.bind(('127.0.0.1', 9090))\n    while True:\n        sock.sendto(*sock.recvfrom(1024))\n"
    "threading.Thread(target=serve).start()\n",
    "in_a_child": "import multiprocessing\n"
    + UDP
    + "def serve():\n    sock.bind(('127.0.0.1', 9090))\n    while True:\n        sock.sendto(*sock.recvfrom(1024))\n"
    "if __name__ == '__main__':\n    multiprocessing.get_context('fork').Process(target=serve).start()\n",
    "beside_another_port": UDP + "other = socket.socket()\nother.bind(('127.0.0.1', 0))\nother.listen()\n"
    "sock.bind(('127.0.0.1', 9090))\n" + ANSWER,
    "at_the_second_try": UDP + "try:\n    sock.bind(('192.0.2.1', 9090))\nexcept OSError:\n"
    "    sock.bind(('127.0.0.1', 9090))\n" + ANSWER,
}

UNREADY: dict[str, tuple[str, str, str | None, dict[str, Any]]] = {
    "another_port": (
        UDP + "sock.bind(('127.0.0.1', 9091))\n" + ANSWER,
        "wrong_port",
        "server.py:3",
        {"port": 9091, "wanted": 9090, "protocol": "udp"},
    ),
    "never_bound": (
        UDP + "sock.sendto(b'', ('127.0.0.1', 1))\n" + ANSWER,
        "not_listening",
        None,
        {"wanted": "9090/udp"},
    ),
    "ipv6_only": (V6 + "sock.bind(('::1', 9090))\n" + ANSWER, "ipv6_only", "server.py:3", {"port": 9090}),
    "ipv6_and_not_ipv4": (
        V6 + "sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)\nsock.bind(('::', 9090))\n" + ANSWER,
        "ipv6_only",
        "server.py:4",
        {"port": 9090},
    ),
    "tcp": (
        "import socket\nsock = socket.socket()\nsock.bind(('127.0.0.1', 9090))\nsock.listen()\nsock.accept()\n",
        "wrong_protocol",
        "server.py:2",
        {"got": "tcp", "wanted": "udp", "port": 9090},
    ),
    "another_address": (
        UDP + "sock.bind(('127.0.0.2', 9090))\n" + ANSWER,
        "wrong_address",
        "server.py:3",
        {"address": "127.0.0.2", "wanted": "127.0.0.1"},
    ),
    "ended_with_1": ("import sys\nsys.exit(1)\n", "exited_nonzero", None, {"status": 1}),
    "crashed": (UDP + "sock.bind(9090)\n", "crashed", "server.py:3", {}),
    "killed": ("import os\nos.kill(os.getpid(), 11)\n", "killed", None, {"signal": 11}),
    "ended_with_0": ("print('done')\n", "ended_before_ready", None, {"status": 0}),
    "a_thread_raised": (
        "import threading\ndef serve():\n    {}['port']\nthreading.Thread(target=serve).start()\n",
        "raised",
        "server.py:3",
        {"error": "KeyError: 'port'"},
    ),
    "at_input": ("port = 9090\nname = input('name? ')\n", "input_before_ready", "server.py:2", {"wanted": "9090/udp"}),
    "waits_for_ever": (
        "import threading\nthreading.Event().wait()\n" + ECHO,
        "not_listening",
        "server.py:2",
        {"wanted": "9090/udp"},
    ),
    "receives_unbound": (UDP + ANSWER, "not_listening", "server.py:4", {"wanted": "9090/udp"}),
    "port_is_text": (UDP + "sock.bind(('127.0.0.1', '9090'))\n", "crashed", "server.py:3", {}),
}


@pytest.mark.parametrize("name", READY)
def test_a_program_that_listens_is_ready(classroom: Classroom, name: str) -> None:
    graded = classroom.grade({"server.py": READY[name]}, HELLO)
    assert graded.verdicts == {"answers": "passed"}, graded.told()
    assert graded.events("ready")[0].fields == {"port": 9090, "protocol": "udp"}


@pytest.mark.parametrize("name", UNREADY)
def test_a_program_that_does_not_listen_is_told_why(classroom: Classroom, name: str) -> None:
    source, code, place, args = UNREADY[name]
    graded = classroom.grade({"server.py": source}, HELLO)
    assert graded.verdicts == {"answers": "failed"}, graded.told()
    assert graded.finding("answers").code == code, graded.told()
    if place is not None:
        assert graded.said("answers") == (code, place)
    assert args.items() <= graded.finding("answers").args.items()
    assert not graded.events("sent"), "nothing is sent to a program that is not ready"


def test_any_port_is_the_one_that_the_program_really_binds(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"server.py": UDP + "sock.bind(('127.0.0.1', 0))\nprint(sock.getsockname()[1], flush=True)\n" + ANSWER},
        HELLO,
        actors={"server": {"program": "server.py", "listens": "any/udp"}},
    )
    assert graded.verdicts == {"answers": "passed"}, graded.told()
    assert graded.events("ready")[0].fields["port"] == int(graded.events("printed")[0].data)


def test_programs_that_start_together_wait_for_each_other(classroom: Classroom) -> None:
    client = (
        "import socket\nsock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
        "sock.sendto(input().encode(), ('127.0.0.1', 9090))\n"
        "print(sock.recv(99).decode(), flush=True)\ninput()\n"
    )
    graded = classroom.grade(
        {"server.py": "import time\ntime.sleep(0.2)\n" + ECHO, "client.py": client},
        """
        - start: [server, client]
        - type: {into: client, line: hello}
        - expect: {at: client, prints: hello, for: talks}
        """,
    )
    assert graded.verdicts == {"talks": "passed"}, graded.told()


def test_of_programs_that_start_together_the_one_that_is_not_ready_is_told(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"server.py": UDP + "sock.bind(('127.0.0.1', 9091))\n" + ANSWER, "client.py": "input()\n"},
        """
        - start: [client, server]
        - type: {into: client, line: hello}
        - expect: {at: client, prints: hello, for: talks}
        """,
    )
    assert graded.said("talks") == ("wrong_port", "server.py:3"), graded.told()


def test_a_program_that_binds_its_own_port_again_is_in_its_own_way(classroom: Classroom) -> None:
    source = BOUND + "other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\nother.bind(('127.0.0.1', 9090))\n"
    graded = classroom.grade({"server.py": source}, HELLO)
    assert graded.said("answers") == ("address_in_use", "server.py:5"), graded.told()


def test_the_other_program_holds_the_port(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"server.py": ECHO, "client.py": BOUND + "sock.recvfrom(1)\n"},
        """
        - start: server
        - start: client
        - expect: {at: client, prints: hello, for: talks}
        """,
    )
    assert graded.said("talks") == ("address_in_use", "client.py:3"), graded.told()


def test_a_port_of_the_other_program_is_not_ones_own(classroom: Classroom) -> None:
    graded = classroom.grade(
        {"server.py": "input()\n", "client.py": BOUND + "sock.recvfrom(1)\n"},
        """
        - start: [client, server]
        - expect: {at: client, prints: hello, for: talks}
        """,
    )
    assert graded.said("talks") == ("input_before_ready", "server.py:1"), graded.told()
