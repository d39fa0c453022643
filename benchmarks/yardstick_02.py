"""The yardstick of exercise 02: its four public conversations, held by hand and as fast as can be.

Usage: python yardstick_02.py SUBMISSION [--times] [--patience SECONDS]

What it is, and what it is not, says `yardstick_03.py`, whose programs and ends it uses.
"""

from __future__ import annotations

import sys

from yardstick_01 import TextTalk, hold

CROWD = 200


def one_client(talk: TextTalk) -> None:
    """The server with one client."""
    talk.start("server.py")
    alice = talk.text_peer("alice")
    talk.nothing()
    for number, text in enumerate(("drumlin", "今天大家高兴", "Wilma"), 1):
        alice.say(text)
        talk.hears(alice, f"{number}:{text}")
    talk.nothing()


def two_clients(talk: TextTalk) -> None:
    """The server with two clients that take turns."""
    talk.start("server.py")
    alice, bob = talk.text_peer("alice"), talk.text_peer("bob")
    for peer, number, text in (
        (bob, 1, "drumlin"),
        (alice, 1, "今天大家高兴"),
        (bob, 2, "Wilma"),
        (bob, 3, "hemlock"),
        (alice, 2, 'say "hi" isn\'t \\now'),
    ):
        peer.say(text)
        talk.hears(peer, f"{number}:{text}")
    talk.nothing()


def odd_texts(talk: TextTalk) -> None:
    """Nothing at all, blanks and colons, and as much as fits."""
    talk.start("server.py")
    alice = talk.text_peer("alice")
    full = " ".join(str(number) for number in range(1000, 1205))[:1023] + "z"
    for number, text in enumerate(("", '  drumlin: say "hi" \\now \n', full, ""), 1):
        alice.say(text)
        talk.hears(alice, f"{number}:{text}")


def crowd(talk: TextTalk) -> None:
    """Two hundred clients at once, twice."""
    talk.start("server.py")
    peers = [talk.text_peer(f"client {number}") for number in range(CROWD)]
    for turn, text in ((1, "drumlin"), (2, "今天大家高兴")):
        for number, peer in enumerate(peers):
            peer.say(f"{text} {number}")
        talk.all_hear({peer: f"{turn}:{text} {number}" for number, peer in enumerate(peers)})
    talk.nothing()


if __name__ == "__main__":
    sys.exit(hold((one_client, two_clients, odd_texts, crowd), sys.argv[1:], __doc__))
