"""The yardstick of exercise 01: its four public conversations, held by hand and as fast as can be.

Usage: python yardstick_01.py SUBMISSION [--times] [--patience SECONDS]

What it is, and what it is not, says `yardstick_03.py`, whose programs and ends it uses.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from yardstick_03 import Peer, Program, Talk, Wrong, enter_namespace

PORT = 9090


class TextPeer(Peer):
    """A UDP end that speaks plain text."""

    def say(self, text: str, to: Any = ("127.0.0.1", PORT)) -> None:
        """Sends a text as UTF-8."""
        self.socket.sendto(text.encode(), to)


class TextTalk(Talk):
    """A conversation in plain text."""

    def text_peer(self, name: str, port: int = 0) -> TextPeer:
        """A peer for this conversation."""
        peer = TextPeer(name, port)
        self._peers.append(peer)
        return peer

    def prints(self, program: Program, text: str) -> None:
        """Waits for a text on the screen, also where the program ends with it."""
        seen = False

        def shown() -> bool:
            # Asked once more at the end of a program; what has been seen then lies behind already.
            nonlocal seen
            seen = seen or program.shows(text)
            return seen

        self._wait(f"{program.file} prints {text!r}", shown)

    def hears(self, peer: TextPeer, text: str) -> None:
        """Waits for the next datagram, which must be this text and nobody else's."""
        what = f"{peer.name} gets {text!r}"
        self._wait(what, lambda: any(one.inbox for one in self._peers))
        if not peer.inbox:
            raise Wrong(f"{what}: it went to {', '.join(one.name for one in self._peers if one.inbox)}")
        _compare(what, peer, text)

    def all_hear(self, texts: Mapping[TextPeer, str]) -> None:
        """Waits until each of these peers has got a datagram, in whatever order, and compares."""
        self._wait(f"{len(texts)} peers get an answer each", lambda: all(peer.inbox for peer in texts))
        for peer, text in texts.items():
            _compare(f"{peer.name} gets {text!r}", peer, text)

    def ends(self, program: Program) -> None:
        """Waits for the end of a program, which must be one with status 0."""
        self._wait(f"{program.file} ends", lambda: _end_of(program) is not None)
        end = _end_of(program)
        if end != (os.CLD_EXITED, 0):
            raise Wrong(f"{program.file} ends with status 0: {end}")


def _compare(what: str, peer: Peer, text: str) -> None:
    data = peer.inbox.pop(0)
    if data != text.encode():
        raise Wrong(f"{what}: got {data!r}")


def _end_of(program: Program) -> tuple[int, int] | None:
    end = os.waitid(os.P_PIDFD, program.pidfd, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    return (end.si_code, end.si_status) if end else None


def one_client(talk: TextTalk) -> None:
    """The server with one client."""
    (server,) = talk.start("server.py")
    alice = talk.text_peer("alice")
    talk.nothing()
    alice.say("Wilma")
    talk.prints(server, "Wilma")
    talk.hears(alice, "WILMA")
    alice.say("今天大家高兴 drumlin")
    talk.prints(server, "今天大家高兴 drumlin")
    talk.hears(alice, "今天大家高兴 DRUMLIN")
    talk.nothing()


def two_clients(talk: TextTalk) -> None:
    """The server with two clients that take turns."""
    talk.start("server.py")
    alice, bob = talk.text_peer("alice"), talk.text_peer("bob")
    for peer, text in ((bob, "drumlin"), (alice, 'say "hi" isn\'t \\now'), (bob, "你好，世界"), (alice, "Alice")):
        peer.say(text)
        talk.hears(peer, text.upper())
    talk.nothing()


def client_alone(talk: TextTalk) -> None:
    """The client with a server that is played here."""
    fake = talk.text_peer("fake", PORT)
    (client,) = talk.start("client.py")
    talk.nothing()
    client.type('say "hi" isn\'t \\now 今天大家高兴')
    talk.hears(fake, 'say "hi" isn\'t \\now 今天大家高兴')
    talk.nothing()
    fake.say("收到了谢谢你 Bob", fake.last_sender)
    talk.prints(client, "收到了谢谢你 Bob")
    talk.ends(client)
    talk.nothing()


def pair(talk: TextTalk) -> None:
    """The server and the client of the submission with each other."""
    server, client = talk.start("server.py", "client.py")
    client.type("drumlin")
    talk.prints(server, "drumlin")
    talk.prints(client, "DRUMLIN")


def hold(conversations: Sequence[Callable[[TextTalk], None]], arguments: Sequence[str], usage: str | None) -> int:
    """Holds conversations; 0 when all were right, 1 when one was not, 2 when called wrongly."""
    # By hand: argparse would take a tenth of the whole time to import.
    words = list(arguments)
    times = "--times" in words
    if times:
        words.remove("--times")
    patience = 5.0
    if "--patience" in words[:-1]:
        at = words.index("--patience")
        patience = float(words[at + 1])
        del words[at : at + 2]
    if len(words) != 1 or not Path(words[0]).is_dir():
        print(usage, file=sys.stderr)
        return 2
    folder = Path(words[0]).resolve()
    wrong = False
    for conversation in conversations:
        began = time.perf_counter()
        # One for each: children of the last server may die, and free the port, a little later than it.
        enter_namespace()
        talk = TextTalk(folder, patience)
        try:
            conversation(talk)
        except Wrong as problem:
            print(f"{conversation.__name__}: {problem}")
            wrong = True
        finally:
            talk.close()
        if times:
            print(f"{conversation.__name__:14}{(time.perf_counter() - began) * 1000:8.1f} ms")
    if not wrong:
        print("ok")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(hold((one_client, two_clients, client_alone, pair), sys.argv[1:], __doc__))
