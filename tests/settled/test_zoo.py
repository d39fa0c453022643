"""The settled state against a zoo of small programs, each both ways, beside eight busy loops.

A program of the first kind comes to rest and must be called settled.  One of the second kind looks
idle but will print LATER by itself: it must never be called settled before that, and must be
afterwards.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.settled.conftest import Scene

pytestmark = pytest.mark.usefixtures("busy_loops")

Start = Callable[[str], Scene]
Rounds = Callable[[int, int], int]

_BOUND = "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('127.0.0.1', 9090))\n"
_FOREVER = "\nimport threading\nthreading.Event().wait()\n"

SETTLED = {
    "recvfrom": _BOUND + "s.recvfrom(1024)",
    "input": "input('>>> ')",
    "input_with_readline": "import readline\ninput('>>> ')",
    "futex_lock": "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()",
    "join_of_a_thread": _BOUND
    + "import threading\nt = threading.Thread(target=s.recvfrom, args=(1,))\nt.start()\nt.join()",
    "join_of_a_process": "import multiprocessing as m\nif __name__ == '__main__':\n    p = m.Process(target=input)\n"
    "    e = m.Event()\n    p = m.Process(target=e.wait)\n    p.start()\n    p.join()",
    "queue_of_threads": "import queue\nqueue.Queue().get()",
    "queue_of_processes": "import multiprocessing as m\nm.Queue().get()",
    "poll_without_timeout": _BOUND
    + "import select\np = select.poll()\np.register(s)\np.unregister(s)\np.register(s, 1)\np.poll()",
    "select_without_timeout": _BOUND + "import select\nselect.select([s], [], [])",
    "epoll_without_timeout": _BOUND + "import select\ne = select.epoll()\ne.register(s, 1)\ne.poll()",
    "selectors": _BOUND
    + "import selectors\nx = selectors.DefaultSelector()\nx.register(s, selectors.EVENT_READ)\nx.select()",
    "asyncio": "import asyncio\nasyncio.run(asyncio.Event().wait())",
    "threads": _BOUND
    + "import threading\nfor _ in range(20):\n    threading.Thread(target=s.recvfrom, args=(1,)).start()",
    "children": "import os, signal\nfor _ in range(3):\n    if os.fork() == 0:\n        signal.pause()\nsignal.pause()",
    "zombie_child": "import os, signal\nif os.fork() == 0:\n    os._exit(0)\nsignal.pause()",
    "double_fork": "import os, signal\nif os.fork() == 0:\n    if os.fork() == 0:\n        signal.pause()\n    os._exit(0)\n"
    "os.wait()\nsignal.pause()",
    "pipe": "import os\nr, w = os.pipe()\nos.read(r, 1)",
    "flock": "import fcntl\na = open('x', 'w')\nfcntl.flock(a, 2)\nb = open('x', 'w')\nfcntl.flock(b, 2)",
    "semaphore_of_processes": "import multiprocessing as m\ns = m.Semaphore(0)\ns.acquire()",
    "pool": "import multiprocessing as m\nif __name__ == '__main__':\n    p = m.Pool(2)\n    import signal\n    p.close()\n"
    "    p.join()\n    signal.pause()",
    "unarmed_timerfd": "import ctypes, os\nfd = ctypes.CDLL(None).timerfd_create(1, 0)\nos.read(fd, 8)",
    "accept_nobody": "import socket\ns = socket.socket()\ns.bind(('127.0.0.1', 9090))\ns.listen()\ns.accept()",
}

_SERVER = "import socket\nl = socket.create_server(('127.0.0.1', 9090))\n"
_PAIR = _SERVER + "a = socket.create_connection(('127.0.0.1', 9090))\nb, _ = l.accept()\n"
_IDLE = "import socketserver\nclass H(socketserver.BaseRequestHandler):\n    def handle(self):\n        self.request.recv(1)\n"

SETTLED |= {
    "tcp_recv": _PAIR + "a.recv(1)",
    "tcp_accept": _SERVER + "l.accept()\n",
    "tcp_half_closed": _PAIR + "a.shutdown(socket.SHUT_WR)\nb.recv(1)\na.recv(1)",
    "tcp_closed_by_the_other": _PAIR + "a.close()\nb.recv(1)\nl.accept()",
    "tcp_reader_that_has_stopped": _PAIR + "b.setblocking(True)\nwhile True:\n    b.send(b'x' * 65536)",
    "tcp_queue_full": "import socket\nl = socket.socket()\nl.bind(('127.0.0.1', 9090))\nl.listen(0)\nheld = []\n"
    "for _ in range(4):\n    s = socket.socket()\n    s.setblocking(False)\n    s.connect_ex(('127.0.0.1', 9090))\n"
    "    held.append(s)\ninput()",
    "sleeps_beyond_the_run": "import time\ntime.sleep(3600)",
    "socketserver_idle": _IDLE + "socketserver.ThreadingTCPServer(('127.0.0.1', 9090), H).serve_forever()",
    "socketserver_udp_idle": _IDLE + "socketserver.UDPServer(('127.0.0.1', 9090), H).serve_forever()",
    "socketserver_in_a_thread": _IDLE
    + "import threading\ns = socketserver.ThreadingTCPServer(('127.0.0.1', 9090), H)\n"
    "t = threading.Thread(target=s.serve_forever)\nt.start()\nt.join()",
    "socketserver_forking_idle": _IDLE + "socketserver.ForkingTCPServer(('127.0.0.1', 9090), H).serve_forever()",
}

_LATER = "print('LATER', flush=True)" + _FOREVER

UNDER_WAY = {
    "sleep": "import time\ntime.sleep(0.2)\n" + _LATER,
    "short_sleeps": "import time\nfor _ in range(10):\n    time.sleep(0.03)\n" + _LATER,
    "poll_with_timeout": _BOUND + "import select\np = select.poll()\np.register(s, 1)\np.poll(200)\n" + _LATER,
    "select_with_timeout": _BOUND + "import select\nselect.select([s], [], [], 0.2)\n" + _LATER,
    "epoll_with_timeout": _BOUND + "import select\ne = select.epoll()\ne.register(s, 1)\ne.poll(0.2)\n" + _LATER,
    "settimeout": _BOUND + "s.settimeout(0.2)\ntry:\n    s.recvfrom(1)\nexcept TimeoutError:\n    pass\n" + _LATER,
    "event_with_timeout": "import threading\nthreading.Event().wait(0.2)\n" + _LATER,
    "join_with_timeout": _BOUND
    + "import threading\nt = threading.Thread(target=s.recvfrom, args=(1,))\nt.start()\nt.join(0.2)\n"
    + _LATER,
    "queue_with_timeout": "import queue\ntry:\n    queue.Queue().get(timeout=0.2)\nexcept queue.Empty:\n    pass\n"
    + _LATER,
    "busy_loop": "import time\nend = time.process_time() + 0.05\nwhile time.process_time() < end:\n    pass\n" + _LATER,
    "alarm_with_recvfrom": _BOUND
    + "import signal\ndef ring(*_):\n    print('LATER', flush=True)\nsignal.signal(signal.SIGALRM, ring)\n"
    "signal.setitimer(signal.ITIMER_REAL, 0.2)\ntry:\n    s.recvfrom(1)\nfinally:\n    pass\n",
    "sigwait_for_alarm": "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])\n"
    "signal.setitimer(signal.ITIMER_REAL, 0.2)\nsignal.sigwait([signal.SIGALRM])\n" + _LATER,
    "rcvtimeo": _BOUND
    + "import struct\ns.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack('ll', 0, 200000))\n"
    "try:\n    s.recvfrom(1)\nexcept BlockingIOError:\n    pass\n" + _LATER,
    "select_on_a_timerfd": "import ctypes, select, struct\nlibc = ctypes.CDLL(None)\nfd = libc.timerfd_create(1, 0)\n"
    "libc.timerfd_settime(fd, 0, struct.pack('4q', 0, 0, 0, 200_000_000), None)\nselect.select([fd], [], [])\n"
    + _LATER,
    "timer_thread": "import threading\nthreading.Timer(0.2, lambda: print('LATER', flush=True)).start()\n",
    "one_thread_sleeps": _BOUND
    + "import threading, time\nthreading.Thread(target=s.recvfrom, args=(1,)).start()\ntime.sleep(0.2)\n"
    + _LATER,
    "a_child_sleeps": "import os, time\nif os.fork() == 0:\n    time.sleep(0.2)\n    os._exit(0)\nos.wait()\n" + _LATER,
    "an_orphan_sleeps": "import os, time, signal\nif os.fork() == 0:\n    if os.fork() == 0:\n        time.sleep(0.2)\n"
    "        print('LATER', flush=True)\n        signal.pause()\n    os._exit(0)\nos.wait()\nsignal.pause()\n",
    "asyncio_sleep": "import asyncio\nasyncio.run(asyncio.sleep(0.2))\n" + _LATER,
    "starting_up": "import json, socket, logging, argparse\n" + _LATER,
    "pipe_between_processes": "import os, time\nr, w = os.pipe()\nif os.fork() == 0:\n    time.sleep(0.1)\n"
    "    os.write(w, b'x')\n    os._exit(0)\nos.read(r, 1)\n" + _LATER,
}


UNDER_WAY |= {
    # Nagle holds the second small write back until the first is acknowledged, which the reader delays by 40 ms.
    "write_write_read": _PAIR
    + "import threading\ndef other():\n    n = 0\n    while n < 8:\n        n += len(b.recv(1 if n == 0 else 8))\n    b.send(b'ok')\n"
    "threading.Thread(target=other).start()\n"
    "for _ in range(4):\n    a.send(b'x')\n    a.send(b'y')\na.recv(2)\n" + _LATER,
    "slow_reader": _PAIR
    + "import threading, time\ndef other():\n    left = 3_000_000\n    while left:\n        time.sleep(0.02)\n"
    "        left -= len(b.recv(min(left, 500_000)))\n"
    "threading.Thread(target=other).start()\na.sendall(b'z' * 3_000_000)\n" + _LATER,
    "connect_to_nobody": "import socket\ns = socket.socket()\ns.settimeout(0.2)\ntry:\n    s.connect(('10.255.255.1', 9))\n"
    "except OSError:\n    pass\n" + _LATER,
    "full_backlog": "import socket, threading, time\nl = socket.socket()\nl.bind(('127.0.0.1', 9090))\nl.listen(0)\n"
    "held = [socket.create_connection(('127.0.0.1', 9090))]\n"
    "def later():\n    time.sleep(0.1)\n    l.accept()\nthreading.Thread(target=later).start()\n"
    "held.append(socket.create_connection(('127.0.0.1', 9090)))\n" + _LATER,
    "own_service_actions": _IDLE
    + "import time\nclass S(socketserver.TCPServer):\n    end = time.monotonic() + 0.6\n    def service_actions(self):\n"
    "        if time.monotonic() > self.end:\n            print('LATER', flush=True)\n            self.end += 1e9\n"
    "S(('127.0.0.1', 9090), H).serve_forever(0.1)",
    "socketserver_shutdown": _IDLE + "import threading\ns = socketserver.TCPServer(('127.0.0.1', 9090), H)\n"
    "threading.Thread(target=s.serve_forever).start()\ns.shutdown()\n" + _LATER,
    "polling_by_hand": _BOUND
    + "import selectors\nx = selectors.DefaultSelector()\nx.register(s, 1)\nfor _ in range(3):\n    x.select(0.1)\n"
    + _LATER,
}

#: These go on polling for ever; only that they are not called settled too early is to be seen.
_NEVER_AT_REST = ("alarm_with_recvfrom", "sigwait_for_alarm", "rcvtimeo", "timer_thread", "own_service_actions")


@pytest.mark.parametrize("name", SETTLED)
def test_a_program_at_rest_is_called_settled(name: str, start: Start, rounds: Rounds) -> None:
    for _ in range(rounds(2, 200)):
        assert start(SETTLED[name]).wait_settled() == "settled"


@pytest.mark.parametrize("name", UNDER_WAY)
def test_a_program_that_will_go_on_is_not_called_settled(name: str, start: Start, rounds: Rounds) -> None:
    for _ in range(rounds(2, 200)):
        scene = start(UNDER_WAY[name])
        assert scene.wait_printed(b"LATER") == "seen"
        if name not in _NEVER_AT_REST:
            assert scene.wait_settled() == "settled"


def test_what_was_just_typed_is_on_its_way(start: Start, rounds: Rounds) -> None:
    scene = start("while True:\n    print('got', input(), flush=True)")
    assert scene.wait_settled() == "settled"
    for turn in range(rounds(20, 200)):
        scene.program.type(f"line-{turn};")
        scene.waiting.acted()
        assert scene.wait_printed(b"got line-%d;" % turn) == "seen"


def test_what_was_just_sent_is_on_its_way(start: Start, rounds: Rounds) -> None:
    scene = start(_BOUND + "while True:\n    data, who = s.recvfrom(99)\n    s.sendto(b're:' + data, who)")
    assert scene.wait_settled() == "settled"
    for turn in range(rounds(20, 200)):
        scene.peers["peer"].send(b"m%d" % turn, ("127.0.0.1", 9090))
        scene.waiting.acted()
        assert scene.wait_received(b"re:m%d" % turn) == "seen"


def test_what_was_just_printed_is_seen_before_the_proof(start: Start, rounds: Rounds) -> None:
    scene = start(_BOUND + "n = 0\nwhile True:\n    s.recvfrom(99)\n    print('x' * 3000, n, flush=True)\n    n += 1")
    assert scene.wait_settled() == "settled"
    for turn in range(rounds(20, 200)):
        scene.peers["peer"].send(b"go", ("127.0.0.1", 9090))
        assert scene.wait_settled() == "settled"
        assert b"x %d\n" % turn in scene.output


def test_an_ended_program_is_ended_and_not_settled(start: Start, rounds: Rounds) -> None:
    for _ in range(rounds(5, 200)):
        scene = start("print('bye')")
        assert scene.wait_settled() == "ended"
        assert scene.output == b"bye\n"
        assert scene.program.status == 0


def test_a_program_that_leaves_a_child_behind_is_settled(start: Start, rounds: Rounds) -> None:
    for _ in range(rounds(3, 200)):
        scene = start("import os, signal\nif os.fork() == 0:\n    signal.pause()\n")
        assert scene.wait_settled() == "settled"
        assert scene.program.ended
