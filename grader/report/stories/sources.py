"""Stories for what a program is made of, and for checks written in Python."""

from __future__ import annotations

from grader.messages import N_
from grader.report.stories.story import Story

SOURCES: dict[str, Story] = {
    "no_handler_class": Story(
        N_(
            "socketserver does the listening and accepting. What is said to a client stands in a class of yours: it"
            " derives from BaseRequestHandler, and its method handle() is called once for each connection. Without"
            " the base in brackets, or with the method's name misspelled, your code is never called."
        ),
        "class MyHandler:\n    def handel(self):\n        self.request.send(b'hello')",
        "class MyHandler(socketserver.BaseRequestHandler):\n    def handle(self):\n        self.request.send(b'hello')",
    ),
    "no_threading_server": Story(
        N_(
            "socketserver.TCPServer runs handle() for one client, and for the next one only when it has returned."
            " ThreadingTCPServer (or a class of your own with ThreadingMixIn) runs each in a thread of its own."
        ),
        "server = socketserver.TCPServer(address, MyHandler)",
        "server = socketserver.ThreadingTCPServer(address, MyHandler)",
    ),
    "no_such_class": Story(
        N_(
            "The exercise asks for a class that derives from another one, sometimes with a method of a certain name."
            " The base stands in brackets behind the class's name; the method is found by its name alone, so its"
            " spelling counts."
        ),
        "class Worker:\n    def start(self):\n        work()",
        "class Worker(threading.Thread):\n    def run(self):\n        work()",
    ),
    "not_used": Story(
        N_(
            "The program may do the right thing, but this exercise is about one way of doing it. The name that it asks"
            " for appears nowhere in your files; a comment or a text does not count."
        ),
        "time.sleep(3)  # by then the thread will have ended",
        "thread.join()",
    ),
    "python_check": Story(
        N_(
            "Some checks are written in Python and look at something that cannot be said otherwise: how often"
            " something happened, or in which order. The report repeats what the check says of it."
        )
    ),
}
