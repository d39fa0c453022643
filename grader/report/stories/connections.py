"""Stories for TCP connections."""

from __future__ import annotations

from grader.messages import N_
from grader.report.stories.story import Story

CONNECTIONS: dict[str, Story] = {
    "not_connected": Story(
        N_(
            "TCP is like a telephone: before anybody can say a word, the client has to call the server. connect()"
            " does that, with the server's address, a pair of host and port. bind() is for those who are called,"
            " and a UDP socket (SOCK_DGRAM) sends letters and never calls."
        ),
        "sk = socket.socket(type=socket.SOCK_DGRAM)\nsk.connect(('127.0.0.1', 9090))",
        "sk = socket.socket()\nsk.connect(('127.0.0.1', 9090))",
    ),
    "not_accepted": Story(
        N_(
            "A TCP server has two kinds of sockets: one that listens, and one for each client, which accept() returns."
            " If the one that listens is closed, nobody can connect any more, although the program is running."
        ),
        "while True:\n    conn, address = sk.accept()\n    talk(conn)\n    sk.close()",
        "while True:\n    conn, address = sk.accept()\n    talk(conn)\n    conn.close()",
    ),
    "no_greeting": Story(
        N_(
            "Client and server must agree on who speaks first. Here it is the server: the client has connected and"
            " waits for a word. If the server begins with recv(), both wait for each other for ever."
        ),
        "def handle(self):\n    data = self.request.recv(1024)\n    self.request.send(b'hello')",
        "def handle(self):\n    self.request.send(b'hello')\n    data = self.request.recv(1024)",
    ),
    "second_waits": Story(
        N_(
            "A second client has connected, but the server is still busy with the first one: it waits in recv() for"
            " this client's next word and can do nothing else meanwhile. With a thread for each client, each of them"
            " has somebody who waits for it alone."
        ),
        "server = socketserver.TCPServer(address, MyHandler)",
        "server = socketserver.ThreadingTCPServer(address, MyHandler)",
    ),
    "sent_first": Story(
        N_(
            "In this conversation the server speaks first and the client answers. A client that sends at once gets out"
            " of step: the server takes its words for the answer to something that it has not even said."
        ),
        "while True:\n    sk.send(b'bye')\n    data = sk.recv(1024)",
        "while True:\n    data = sk.recv(1024)\n    sk.send(b'bye')",
    ),
    "connection_closed": Story(
        N_(
            "The program hung up although the other side was still there and had something to say or to hear."
            " Perhaps close() stands inside the loop, or there is no loop at all. In a socketserver the connection is"
            " closed as soon as handle() returns: the whole conversation has to take place inside it."
        ),
        "def handle(self):\n    self.request.send(b'hello')\n    print(self.request.recv(1024))",
        "def handle(self):\n    while True:\n        self.request.send(b'hello')\n"
        "        data = self.request.recv(1024)\n        if not data:\n            return\n        print(data)",
    ),
    "connection_reset": Story(
        N_(
            "A connection is closed properly when everything in it has been read. If a program closes it, or ends,"
            " with something unread, the other side hears that it was broken off, and may lose what was sent last."
        ),
        "sk.send(b'bye')\nsk.close()",
        "sk.send(b'bye')\nwhile sk.recv(1024):\n    pass\nsk.close()",
    ),
    "not_closed": Story(
        N_(
            "The other side waits for the end of the conversation: its recv() returns b'' when the connection is"
            " closed. A connection that is never closed lets it wait for ever."
        ),
        "conn, address = sk.accept()\nconn.send(page)",
        "conn, address = sk.accept()\nconn.send(page)\nconn.close()",
    ),
    "new_connection": Story(
        N_(
            "A TCP connection lasts as long as both sides like; any number of messages fit into it. Connecting anew"
            " for each message makes the server talk to a new client every time, who knows nothing of the last one."
        ),
        "while True:\n    sk = socket.socket()\n    sk.connect(server)\n    data = sk.recv(1024)\n    sk.send(b'bye')",
        "sk = socket.socket()\nsk.connect(server)\nwhile True:\n    data = sk.recv(1024)\n    sk.send(b'bye')",
    ),
}
