"""Codes for what a program is made of, and for checks written in Python."""

from __future__ import annotations

from grader.messages import N_
from grader.report.codes.code import Code

SOURCES: dict[str, Code] = {
    "no_handler_class": Code(
        N_("There is no handler class"),
        N_("{program} has no class that derives from socketserver.BaseRequestHandler and has a method handle."),
        N_(
            "Write a class with the base in brackets, class MyHandler(socketserver.BaseRequestHandler):"
            " and in it def handle(self): with exactly these names."
        ),
    ),
    "no_threading_server": Code(
        N_("The server is no threading server"),
        N_("{program} does not use a server class of socketserver that serves many clients at once."),
        N_("Make the server with socketserver.ThreadingTCPServer(address, MyHandler); TCPServer serves one at a time."),
    ),
    "no_such_class": Code(
        N_("A class is missing"),
        N_("{program} has no class that derives from {wanted}."),
        N_("Write a class with the base in brackets behind its name: class MyName(the_base):"),
        task=True,
    ),
    "not_used": Code(
        N_("Something that the exercise asks for is not used"),
        N_("{program} does not use what the exercise asks for: {wanted}."),
        N_("Import its module and use it, spelled exactly like this. Where several are named, one is enough."),
        task=True,
    ),
    "python_check": Code(
        N_("A check does not hold"),
        N_("This does not hold: {text}"),
        N_("Read again what the exercise says about it, and compare it with what your program does."),
        task=True,
    ),
}

#: For no_such_class where a method is asked for as well.
WITH_METHOD = N_("{program} has no class that derives from {wanted} and has a method {method}.")
