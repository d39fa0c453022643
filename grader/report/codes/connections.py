"""Codes for TCP connections."""

from __future__ import annotations

from grader.messages import N_
from grader.report.codes.code import Code

CONNECTIONS: dict[str, Code] = {
    "not_connected": Code(
        N_("The program does not connect"),
        N_("{program} did not connect to the server."),
        N_("Make a TCP socket with socket.socket(), without SOCK_DGRAM, and connect() it to the server's address."),
        mark=N_("nobody has connected"),
        task=True,
        waits=True,
    ),
    "not_accepted": Code(
        N_("A client could not connect"),
        N_("{program} let nobody connect: nobody listens on its port any more."),
        N_(
            "A server goes on listening as long as it runs. After a conversation close the socket that accept()"
            " returned, not the one that listens."
        ),
        mark=N_("nobody could connect"),
    ),
    "no_greeting": Code(
        N_("The server does not speak first"),
        N_("{program} said nothing to {actor}, who has just connected."),
        N_(
            "Here the server speaks first: send() comes before recv(). In a socketserver, both stand in handle(),"
            " which is called only while serve_forever() runs."
        ),
        mark=N_("this greeting never came"),
        task=True,
        waits=True,
    ),
    "second_waits": Code(
        N_("A client has to wait until another one leaves"),
        N_("{program} does not serve {actor} as long as another client is connected."),
        N_(
            "Give every client a thread of its own: socketserver.ThreadingTCPServer does so, TCPServer does not."
            " No thread may wait for another one's client, neither at a lock nor in a queue."
        ),
        mark=N_("nothing ever came"),
        waits=True,
    ),
    "sent_first": Code(
        N_("The client spoke first"),
        N_("{program} sent something before the server had said anything."),
        N_("Here the server speaks first. Call recv() before send(), in the first round too."),
        mark=N_("the server has said nothing yet"),
    ),
    "connection_closed": Code(
        N_("A connection was closed too early"),
        N_("{program} closed the connection in the middle of the conversation."),
        N_(
            "Close it when the client has left (recv() returns b''), not before. In a socketserver the connection is"
            " closed as soon as handle() returns: is there a loop in it, and is its name spelled like this?"
        ),
        mark=N_("too early"),
    ),
    "connection_reset": Code(
        N_("A connection was broken off"),
        N_("{program} broke the connection off in the middle of the conversation."),
        N_(
            "This happens when a program closes a connection, or ends, while there is something in it that it has"
            " not read. Go on with recv() until it returns b'', and close() only then."
        ),
        mark=N_("in the middle of the conversation"),
    ),
    "not_closed": Code(
        N_("A connection was not closed"),
        N_("{program} did not close the connection with {actor}."),
        N_("Call close() when the conversation is over. In a socketserver, return from handle()."),
        mark=N_("the connection was never closed"),
        task=True,
        waits=True,
    ),
    "new_connection": Code(
        N_("There was one connection too many"),
        N_("{program} opened one connection more than was asked for."),
        N_("Call socket() and connect() only once, before the loop. In the loop, recv() and send() are enough."),
        mark=N_("this is one connection too many"),
    ),
}

_WITHOUT_LIMIT = N_("Wait for a message in recv() without a time limit; do not ask for it again and again.")
_PRINT_NOW = N_(
    "Print it when recv() has returned it, before the program waits for anything else."
    " If the connection was closed before, begin with that."
)
_COMPARE = N_(
    "Compare the two character by character. On a connection, whatever was sent too much before (a line end,"
    " a second message) stands in front of what comes now."
)

#: Hints for a server that talks over TCP, where they differ from those for UDP.
SERVER_HINTS: dict[str, str] = {
    "no_answer": N_(
        "Answer on the connection on which the message came: with self.request.send(data) in handle(),"
        " or with send() of the socket that accept() returned. For every message, so in a loop."
    ),
    "answer_to_wrong_client": N_(
        "Every client has a connection of its own. In handle() it is self.request: use this, and keep no connection"
        " in a global variable, in the class, or in a dictionary by IP (all clients may have the same)."
    ),
    "unexpected_answer": N_(
        "The client had to get nothing here. Is there one send() too many, a line end ('\\n') behind the text,"
        " or a loop that sends to all clients?"
    ),
    "answered_twice": N_("Call send() once for each message. Is there a second send(), or one inside a loop?"),
    "wrong_answer": _COMPARE,
    "not_printed": _PRINT_NOW,
    "not_in_time": _WITHOUT_LIMIT,
}

#: The same for a client.
CLIENT_HINTS: dict[str, str] = {
    "not_sent": N_(
        "After every recv() comes one send() on the same socket, with bytes: send(b'...'). The program must not wait"
        " for anything else in between."
    ),
    "sent_before_typing": N_("Read the line with input() first; send() comes after it and sends what was typed."),
    "sent_too_much": N_(
        "One message gets one answer. Is there a second send(), a line end ('\\n') behind the text,"
        " or a loop that sends without recv()?"
    ),
    "wrong_answer": _COMPARE,
    "not_printed": _PRINT_NOW,
    "not_in_time": _WITHOUT_LIMIT,
    "connection_closed": N_(
        "Keep the connection open for all rounds: close(), shutdown() and the end of a with block come after the loop."
    ),
}
