"""The yardstick of exercise 05: its three public conversations, held by hand and as fast as can be.

Usage: python yardstick_05.py SUBMISSION [--times] [--patience SECONDS]

What it is, and what it is not, says `yardstick_03.py`.  The source is not looked at.  A server without
the stretch goal fails the last conversation.
"""

from __future__ import annotations

import socket
import sys

from yardstick_03 import Program, Wrong
from yardstick_04 import PORT, Stream, StreamTalk, hold, is_listening


class ServerTalk(StreamTalk):
    """A conversation with a server."""

    def connect(self, name: str) -> Stream:
        """A client for this conversation, connected."""
        try:
            stream = Stream(name, socket.create_connection(("127.0.0.1", PORT)))
        except OSError as error:
            raise Wrong(f"{name} connects: {error}") from None
        self._peers.append(stream)
        return stream

    def leave(self, stream: Stream) -> None:
        """Closes the connection of a client."""
        self._peers.remove(stream)
        stream.socket.close()

    def restart(self, program: Program) -> None:
        """Kills a program and starts it again."""
        self._programs.remove(program)
        program.end()
        # The children of a forking server have the listening socket, too, and die a little later.
        self._wait("the old server is gone", lambda: not is_listening(), at_most=0.001)
        self.start(program.file)


def two_clients(talk: ServerTalk) -> None:
    """The server with two clients at the same time."""
    (server,) = talk.start("server.py")
    ann = talk.connect("ann")
    talk.hears(ann, "hello")
    talk.nothing()
    for word in ("drumlin", "hemlock"):
        ann.say(word)
        talk.prints(server, word, str(ann.port))
        talk.hears(ann, "hello")
    ben = talk.connect("ben")
    talk.hears(ben, "hello")
    ben.say("ragwort")
    talk.hears(ben, "hello")
    ann.say("sandbar")
    talk.prints(server, "sandbar", str(ann.port))
    talk.hears(ann, "hello")
    talk.nothing()


def one_leaves(talk: ServerTalk) -> None:
    """One client leaves, another one stays, a third one comes."""
    talk.start("server.py")
    ann = talk.connect("ann")
    talk.hears(ann, "hello")
    ben = talk.connect("ben")
    talk.nothing()
    talk.leave(ann)
    talk.hears(ben, "hello")
    talk.nothing()
    ben.say("drumlin")
    talk.hears(ben, "hello")
    cleo = talk.connect("cleo")
    talk.nothing()
    talk.leave(ben)
    talk.hears(cleo, "hello")
    cleo.say("hemlock")
    talk.hears(cleo, "hello")


def restart(talk: ServerTalk) -> None:
    """The server is killed while it has a connection, and started again."""
    (server,) = talk.start("server.py")
    talk.hears(talk.connect("ann"), "hello")
    talk.restart(server)
    talk.hears(talk.connect("ben"), "hello")


if __name__ == "__main__":
    sys.exit(hold(ServerTalk, (two_clients, one_leaves, restart), sys.argv[1:], __doc__))
