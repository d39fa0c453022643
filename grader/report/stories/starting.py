"""Stories for files that cannot be run and programs that do not become ready."""

from __future__ import annotations

from grader.messages import N_
from grader.report.stories.story import Story

STARTING: dict[str, Story] = {
    "no_file": Story(
        N_(
            "Every exercise names the files that it wants. The grader looks for exactly these names, in the folder"
            " of the exercise. Server.py, server.py.txt and a file in a folder further down are other files."
        )
    ),
    "empty_file": Story(
        N_(
            "The file is there, but nothing is in it. Most often it was never saved in the editor,"
            " or saved in another folder."
        )
    ),
    "not_a_file": Story(
        N_(
            "Something has the name of your program but is no ordinary file: a folder, or a link. A program is"
            " started as `python FILE`, so it has to be a file with Python text in it."
        )
    ),
    "syntax_error": Story(
        N_(
            "Before Python runs the first line, it reads the whole file. If it cannot make sense of it, nothing runs"
            " at all. Python names the line where it gave up; the mistake is there or a little before it: an open"
            " bracket, an open quote, a missing colon, an indent that does not fit."
        ),
        "print('hello'\nx = 1",
        "print('hello')\nx = 1",
    ),
    "import_error": Story(
        N_(
            "An import line asks for a module that is not there, or for a name that the module does not have."
            " Modules of the standard library (socket, json, threading ...) are always there; others are not"
            " installed where your program is checked. A file of your own called socket.py hides Python's own."
        ),
        "from sockets import socket",
        "from socket import socket",
    ),
    "crashed": Story(
        N_(
            "Something went wrong in your program, Python raised an exception, and nothing caught it, so the program"
            " stopped and printed a traceback. Read it from below: the last line says what went wrong, the line above"
            " it where. A server must not die because of one bad message: catch what a message can cause, and only"
            " that, inside the loop."
        ),
        "while True:\n    data, address = sk.recvfrom(1024)\n    message = json.loads(data)",
        "while True:\n    data, address = sk.recvfrom(1024)\n    try:\n        message = json.loads(data)\n"
        "    except ValueError:\n        continue",
    ),
    "raised": Story(
        N_(
            "An exception that nothing caught ends the thread or the process that it was raised in, and only that."
            " The program as a whole goes on, or even ends with status 0, but a part of it is gone. The traceback"
            " on the screen shows where."
        )
    ),
    "killed": Story(
        N_(
            "A signal is a knock from the operating system or from another process, and most signals end a program."
            " SIGKILL can come from a limit on memory, SIGSEGV from a broken extension module, SIGTERM and SIGKILL"
            " also from terminate(), kill() or os.kill() in your own code."
        )
    ),
    "exited_nonzero": Story(
        N_(
            "Every program leaves a number behind, its exit status. 0 means that all went well, anything else that"
            " something did not. sys.exit('text') prints the text and leaves 1."
        ),
        "sys.exit('done')",
        "print('done')\nsys.exit(0)",
    ),
    "wrong_port": Story(
        N_(
            "An address is a host and a port, and both sides have to mean the same one. A server that listens on port"
            " 9091 never hears what is sent to port 9090; UDP does not even tell the sender."
        ),
        "sk.bind(('127.0.0.1', 9091))",
        "sk.bind(('127.0.0.1', 9090))",
    ),
    "wrong_protocol": Story(
        N_(
            "UDP sends single messages to an address; TCP makes a connection first and then sends a stream of bytes."
            " UDP port 9090 and TCP port 9090 have nothing to do with each other. Without a type,"
            " socket.socket() makes a TCP socket."
        ),
        "sk = socket.socket()",
        "sk = socket.socket(type=socket.SOCK_DGRAM)",
    ),
    "wrong_address": Story(
        N_(
            "bind() says on which of the machine's addresses a program listens. 127.0.0.1 is the machine itself, and"
            " here everybody talks to it. 0.0.0.0 and '' mean all addresses and are fine too; any other address is"
            " one where nobody calls."
        ),
        "sk.bind(('127.0.0.2', 9090))",
        "sk.bind(('127.0.0.1', 9090))",
    ),
    "ipv6_only": Story(
        N_(
            "There are two kinds of internet addresses, 127.0.0.1 (IPv4) and ::1 (IPv6). A socket made with AF_INET6"
            " and bound to ::1 hears nothing that is sent to 127.0.0.1."
        ),
        "sk = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)\nsk.bind(('::1', 9090))",
        "sk = socket.socket(type=socket.SOCK_DGRAM)\nsk.bind(('127.0.0.1', 9090))",
    ),
    "address_in_use": Story(
        N_(
            "A port belongs to one socket at a time. Your program runs in a network of its own here, so nobody else"
            " can have taken the port: the program binds it twice. On your own machine the reason is most often that"
            " an older copy of the program is still running."
        ),
        "while True:\n    sk = socket.socket(type=socket.SOCK_DGRAM)\n    sk.bind(('127.0.0.1', 9090))\n"
        "    data, address = sk.recvfrom(1024)",
        "sk = socket.socket(type=socket.SOCK_DGRAM)\nsk.bind(('127.0.0.1', 9090))\nwhile True:\n"
        "    data, address = sk.recvfrom(1024)",
    ),
    "port_in_use_after_restart": Story(
        N_(
            "After a TCP connection has ended, the system remembers it for a minute, in case something of it is still"
            " on its way. For so long the port counts as taken, unless the program that binds it says that it knows:"
            " with the option SO_REUSEADDR. socketserver sets it if allow_reuse_address is true in the server's class;"
            " its constructor binds already, so setting it on the server afterwards is too late."
        ),
        "server = socketserver.ThreadingTCPServer(address, MyHandler)\nserver.allow_reuse_address = True",
        "class MyServer(socketserver.ThreadingTCPServer):\n    allow_reuse_address = True\n\n"
        "server = MyServer(address, MyHandler)",
    ),
    "ended_before_ready": Story(
        N_(
            "The program came to its end without ever listening. Perhaps the work stands in a function that is never"
            " called, or behind `if __name__ == ...` with a name that is misspelled."
        ),
        "def main():\n    sk.bind(('127.0.0.1', 9090))",
        "def main():\n    sk.bind(('127.0.0.1', 9090))\n\nmain()",
    ),
    "input_before_ready": Story(
        N_(
            "input() stops the program until somebody types a line. As long as it stands before bind(), the port is"
            " not open and nobody can reach the server. A server first waits for a message and asks afterwards"
            " what to answer."
        ),
        "line = input()\nsk.bind(('127.0.0.1', 9090))",
        "sk.bind(('127.0.0.1', 9090))\ndata, address = sk.recvfrom(1024)\nline = input()",
    ),
    "not_listening": Story(
        N_(
            "The program runs, but the operating system knows of no socket of its that is bound to a port. A socket"
            " gets its address with bind(); TCP needs listen() too. Perhaps the program waits for something else"
            " before it gets there."
        ),
        "sk = socket.socket(type=socket.SOCK_DGRAM)\ndata, address = sk.recvfrom(1024)",
        "sk = socket.socket(type=socket.SOCK_DGRAM)\nsk.bind(('127.0.0.1', 9090))\ndata, address = sk.recvfrom(1024)",
    ),
    "stdlib_shadowed": Story(
        N_(
            "Python looks for a module in your own folder first. A file socket.py or json.py there is found instead"
            " of Python's own module, and then things are missing from it that every book says are there."
            " This costs no points, but it will surprise you one day."
        )
    ),
}
