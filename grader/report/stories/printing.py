"""Stories for what a program prints."""

from __future__ import annotations

from grader.messages import N_
from grader.report.stories.story import Story

PRINTING: dict[str, Story] = {
    "not_printed": Story(
        N_(
            "The line has to be on the screen by the time the program waits for what comes next: the keyboard, the"
            " network, another process. It does not count when it is printed after that, when it is written to a"
            " file, or when it sits in a buffer because of sys.stdout.write() without flush()."
        ),
        "reply = input()\nprint(text)",
        "print(text)\nreply = input()",
    ),
    "printed_unwanted": Story(
        N_(
            "Some lines must not come at a certain moment, or not at all: the word of a process that should have been"
            " ended, or a message before anybody has sent one. Here such a line is on the screen."
        )
    ),
    "printed_differently": Story(
        N_(
            "A line came, but not the one that was asked for. Other programs (and this check) look for exact text:"
            " every blank counts, a full-width colon is not a colon, and capital letters are not small ones."
            " What stands before and after the text on the line is free."
        ),
        "print(f'{name}:{text}')",
        "print(f'{name} : {text}')",
    ),
    "printed_as_bytes": Story(
        N_(
            "A socket carries bytes, not text. Printed as they are, they look like b'\\xe4\\xbd\\xa0'."
            " decode() turns bytes into text, encode() turns text into bytes."
        ),
        "data, address = sk.recvfrom(1024)\nprint(data)",
        "data, address = sk.recvfrom(1024)\nprint(data.decode('utf-8'))",
    ),
    "printed_escaped": Story(
        N_(
            "json.dumps() writes every character outside ASCII as an escape like \\u4f60. That is fine on the wire,"
            " and json.loads() takes it back. Whoever prints the JSON text itself sees the escapes."
        ),
        "print(json.dumps(message['msg']))",
        "print(message['msg'])",
    ),
    "printed_garbled": Story(
        N_(
            "Text becomes bytes by an encoding, and bytes become text by the same one. Encoded with one and decoded"
            " with another, it turns into a heap of strange characters. Everything in this course is UTF-8."
        ),
        "text = data.decode('latin-1')",
        "text = data.decode('utf-8')",
    ),
    "printed_repr": Story(
        N_(
            "print() of a dictionary or a list shows what is in it the way Python code writes it, with quotes and"
            " brackets; so do repr(), %r and {!r}. A backslash in the text is then shown as two. To show only the text,"
            " take the value out and print that."
        ),
        "print('%r : %r' % (name, text))",
        "print('%s : %s' % (name, text))",
    ),
}
