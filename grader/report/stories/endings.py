"""Stories for how a program ends, waits and wastes."""

from __future__ import annotations

from grader.messages import N_
from grader.report.stories.story import Story

ENDINGS: dict[str, Story] = {
    "ended_early": Story(
        N_(
            "The program did its work once and came to its end, while others still wanted something of it. A server"
            " serves for ever, and a chat goes on line after line: what has to happen again stands in a loop."
        ),
        "data, address = sk.recvfrom(1024)\nsk.sendto(data, address)",
        "while True:\n    data, address = sk.recvfrom(1024)\n    sk.sendto(data, address)",
    ),
    "not_in_time": Story(
        N_(
            "As a rule the grader sees that a program has come to rest, and need not wait for a clock. A program that"
            " sleeps, or asks again and again with a time limit, never comes to rest, so the grader waits for a while"
            " and then gives up. This verdict rests on that wait."
        ),
        "sk.settimeout(0.1)\nwhile True:\n    try:\n        data, address = sk.recvfrom(1024)\n"
        "    except TimeoutError:\n        pass",
        "while True:\n    data, address = sk.recvfrom(1024)",
    ),
    "busy_loop": Story(
        N_(
            "A loop that never waits for anything keeps the processor busy and makes everything else slow. Calls such"
            " as recvfrom(), accept() and input() wait without using the processor at all, until there is something"
            " to do."
        ),
        "sk.setblocking(False)\nwhile True:\n    try:\n        data, address = sk.recvfrom(1024)\n"
        "    except BlockingIOError:\n        continue",
        "while True:\n    data, address = sk.recvfrom(1024)",
    ),
    "output_flood": Story(
        N_(
            "The program prints faster than anybody can read. Most often a print() stands in a loop in which nothing"
            " waits, or an error is caught, printed, and met again at once."
        ),
        "while True:\n    try:\n        serve()\n    except Exception as error:\n        print(error)",
        "while True:\n    data, address = sk.recvfrom(1024)\n    print(data)",
    ),
    "wall_limit": Story(
        N_(
            "Every run has a limit on its length, so that a program that never ends does not hold up all others. The"
            " limit is generous: sleeps of some seconds are no problem. A wait that nothing ends is."
        )
    ),
    "unread_keyboard": Story(
        N_(
            "A line was typed, and the program has come to rest without reading it: it waits for something else."
            " What is typed stays in the keyboard's queue until input() fetches it."
        ),
        "while True:\n    data, address = sk.recvfrom(1024)\n    print(data)",
        "while True:\n    data, address = sk.recvfrom(1024)\n    print(data)\n    line = input()",
    ),
    "cannot_type": Story(
        N_(
            "The next line was to be typed, but the program had ended already. Look at what it did last: perhaps"
            " there is no loop, or a break or return that comes too early."
        ),
        "line = input()\nsk.sendto(line.encode(), server)",
        "while True:\n    line = input()\n    sk.sendto(line.encode(), server)",
    ),
    "not_ended": Story(
        N_(
            "The program should come to its end by itself, but it waits for ever. It may wait for a message that"
            " nobody sends, for a lock that nobody gives back, or for a process or thread that never ends."
        ),
        "for _ in range(3):\n    handle(sk.recvfrom(1024))\nsk.recvfrom(1024)",
        "for _ in range(3):\n    handle(sk.recvfrom(1024))",
    ),
    "wrong_status": Story(
        N_(
            "Every program leaves a number behind, its exit status. 0 means that all went well. An exception that"
            " nothing catches leaves 1, and sys.exit(n) leaves n."
        )
    ),
}
