"""What to change when a program stopped with an exception, by the exception's name and text.

The order matters: the first row that fits is taken.  A row is the exception's name, a part of its
text ("" fits all), and the hint.
"""

from __future__ import annotations

from grader.messages import N_

_PAIR = N_("An address is one value, a pair with brackets of its own: connect(('127.0.0.1', 9090)), bind() likewise.")

_HINTS: tuple[tuple[str, str, str], ...] = (
    (
        "KeyError",
        "",
        N_(
            "The dictionary has no such key. Compare the spelling with what was sent,"
            " or print the dictionary to see which keys it has."
        ),
    ),
    (
        "JSONDecodeError",
        "",
        N_(
            "json.loads() got something that is not JSON. Print what you give it;"
            " if others may send such things, catch ValueError and go on."
        ),
    ),
    (
        "UnicodeDecodeError",
        "",
        N_(
            "The bytes are not text in this encoding. Decode with 'utf-8', and decode a whole datagram,"
            " never a part of one; catch UnicodeDecodeError if others may send such bytes."
        ),
    ),
    ("UnicodeEncodeError", "", N_("This encoding has no such character. Encode with .encode('utf-8').")),
    (
        "TypeError",
        "bytes-like object is required",
        N_("A socket sends bytes, not text. Make bytes of the text with .encode('utf-8') before you send it."),
    ),
    (
        "TypeError",
        "can only concatenate str",
        N_("Text and something else cannot be added with +. Use str(...), an f-string or %s; decode() bytes first."),
    ),
    (
        "TypeError",
        "indices must be integers",
        N_("You ask a text (or bytes) for a key. Turn it into a dictionary first: json.loads(data.decode('utf-8'))."),
    ),
    (
        "TypeError",
        "not JSON serializable",
        N_("json.dumps() takes text, not bytes: decode the bytes first."),
    ),
    (
        "TypeError",
        "AF_INET address must be tuple",
        N_("An address is one pair: sendto(data, ('127.0.0.1', 9090)), with brackets of its own round host and port."),
    ),
    ("TypeError", "connect() takes exactly one argument", _PAIR),
    ("TypeError", "bind() takes exactly one argument", _PAIR),
    (
        "TypeError",
        "argument",
        N_("A function was called with too many, too few or the wrong arguments. Look at the call in this line."),
    ),
    ("TypeError", "", N_("A value is of the wrong type. Print type(...) of the values that are used in this line.")),
    (
        "AttributeError",
        "'bytes' object has no attribute 'encode'",
        N_("This is bytes already. Bytes are decoded, text is encoded."),
    ),
    (
        "AttributeError",
        "'str' object has no attribute 'decode'",
        N_("This is text already. Bytes are decoded, text is encoded."),
    ),
    (
        "AttributeError",
        "partially initialized module",
        N_(
            "A file of yours has the name of the module that you import, and is found instead of it."
            " Give your file another name."
        ),
    ),
    (
        "AttributeError",
        "",
        N_("What stands before the dot has no such name. Check the spelling; print its type(...)."),
    ),
    (
        "UnboundLocalError",
        "",
        N_("The variable is used before it gets a value in this function. Give it one first, or pass it in."),
    ),
    (
        "NameError",
        "",
        N_("Nothing has this name yet. Check the spelling. Is an import or an assignment missing?"),
    ),
    ("IndexError", "", N_("The list is shorter than that. Counting begins at 0.")),
    ("EOFError", "", N_("input() met the end of the input: nobody types any more. Call it only when a line is due.")),
    (
        "ConnectionRefusedError",
        "",
        N_(
            "Nobody listens at this address. Check the host and the port, and the kind of socket:"
            " with SOCK_DGRAM it is a UDP socket, without it a TCP socket."
        ),
    ),
    (
        "ConnectionResetError",
        "",
        N_("The other side has gone. Catch OSError round sending and receiving, and go on with the others."),
    ),
    (
        "BrokenPipeError",
        "",
        N_(
            "This socket is connected to nobody any more: you have closed it (shutdown() counts), or the other side has"
            " gone. If it never was connected, it lacks connect(); a UDP socket needs SOCK_DGRAM instead."
        ),
    ),
    (
        "TimeoutError",
        "",
        N_("A time limit (settimeout) ran out. Leave it out, or catch TimeoutError and go on waiting."),
    ),
    ("BlockingIOError", "", N_("Nothing was there yet, and the socket does not wait. Leave out setblocking(False).")),
    (
        "OSError",
        "Address already in use",
        N_(
            "Nobody else uses this port here, so your own program has taken it before:"
            " look for a second bind(), or for bind() inside a loop."
        ),
    ),
    (
        "OSError",
        "not connected",
        N_(
            "This socket is connected to nobody. A TCP socket needs connect() first (a server uses the socket that"
            " accept() returns); a UDP socket needs SOCK_DGRAM. Or the other side has gone."
        ),
    ),
    ("OSError", "Message too long", N_("A datagram is at most 1024 bytes in this course.")),
    (
        "OSError",
        "Bad file descriptor",
        N_(
            "The socket is closed already: by a close() inside a loop, or by socketserver, which closes a connection"
            " when its handle() has returned."
        ),
    ),
    (
        "OSError",
        "",
        N_("The operating system refused this. Check the address, the port and the order of the calls."),
    ),
    (
        "ValueError",
        "values to unpack",
        N_(
            "There are not as many values on the right as names on the left."
            " recvfrom() gives two, the bytes and the address; recv() gives the bytes alone."
        ),
    ),
    ("FileNotFoundError", "", N_("There is no such file in the folder where the program runs. Check its name.")),
    ("PermissionError", "", N_("The operating system forbids this here. Use port 9090 and files in your own folder.")),
    ("RecursionError", "", N_("A function calls itself without end. Use a loop.")),
    ("ZeroDivisionError", "", N_("Something is divided by zero in this line. Print the values that are used in it.")),
    ("AssertionError", "", N_("An assert of your own does not hold. Print the values that it compares.")),
    ("ValueError", "", N_("A value does not fit here. Print it before this line to see what it is.")),
)

#: Errors in what Python reads before it runs anything; the other ones are helped by the hint of their code.
_SPECIAL: tuple[tuple[str, str, str], ...] = (
    (
        "SyntaxError",
        "invalid character",
        N_("This character only looks like the right one. Switch to English input and type it anew."),
    ),
    (
        "SyntaxError",
        "non-printable character",
        N_("There is a character that cannot be seen. Delete what stands around it and type it anew."),
    ),
    (
        "SyntaxError",
        "Non-UTF-8",
        N_("The file is not saved as UTF-8. Save it as UTF-8, or name its encoding in the first line."),
    ),
    ("TabError", "", N_("Indent with blanks everywhere, four for each level, and never with tabs among them.")),
    (
        "IndentationError",
        "",
        N_("Look at the blanks at the beginning of this line and of the one before it: four for each level."),
    ),
    (
        "ImportError",
        "partially initialized module",
        N_(
            "A file of yours has the name of the module that you import, and is found instead of it."
            " Give your file another name."
        ),
    ),
)

_OTHER = N_("Begin with the line that is shown: print the values that it uses, and compare them with what you expect.")


def exception_hint(error: str) -> str:
    """The hint, not yet translated, for an exception as a traceback ends: `KeyError: 'msg'`."""
    return _row(_HINTS, error) or _OTHER


def special_hint(error: str) -> str:
    """The hint, not yet translated, for an error in reading or importing a file; "" if there is none of its own."""
    return _row(_SPECIAL, error)


def _row(rows: tuple[tuple[str, str, str], ...], error: str) -> str:
    name, _, text = error.partition(":")
    name = name.strip().rpartition(".")[2]
    # A subclass that has no row of its own is served by the base that its errors come under.
    base = "OSError" if name in ("gaierror", "herror", "error") else name
    return next((hint for known, part, hint in rows if known == base and part in text), "")
