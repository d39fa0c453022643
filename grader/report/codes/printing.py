"""Codes for what a program prints."""

from __future__ import annotations

from grader.messages import N_
from grader.report.codes.code import Code

PRINTING: dict[str, Code] = {
    "not_printed": Code(
        N_("A line was not printed"),
        N_("{program} did not print the line that was expected."),
        N_("Print it before the program waits for anything else (the keyboard, the next message)."),
        mark=N_("this line was never printed"),
        task=True,
        waits=True,
    ),
    "printed_unwanted": Code(
        N_("Something was printed that must not come here"),
        N_("{program} printed something that must not come here."),
        N_("Look at the print() that writes it: is it reached too early, or when it should not be reached at all?"),
    ),
    "printed_differently": Code(
        N_("A line was printed differently"),
        N_("{program} printed something else than was expected."),
        N_("Compare the two lines character by character: blanks, punctuation and capital letters count."),
    ),
    "printed_as_bytes": Code(
        N_("Bytes were printed instead of text"),
        N_("{program} printed bytes (b'...') where text was expected."),
        N_("What comes out of a socket is bytes. Make text of it with .decode('utf-8') before you print it."),
    ),
    "printed_escaped": Code(
        N_("Escapes were printed instead of the characters"),
        N_("{program} printed escapes like \\u4f60 where the characters themselves were expected."),
        N_("That is the JSON text. json.loads() makes a dictionary of it: print the values from the dictionary."),
    ),
    "printed_garbled": Code(
        N_("Text was printed in the wrong encoding"),
        N_("{program} printed the text garbled: the bytes were decoded with the wrong encoding."),
        N_("Use UTF-8 at both ends: .encode('utf-8') before sending, .decode('utf-8') after receiving."),
    ),
    "printed_repr": Code(
        N_("Text was printed as Python code has it"),
        N_(
            "{program} printed the text as it stands in Python code: with quotes round it, with doubled backslashes,"
            " or as a whole dictionary."
        ),
        N_(
            "Print the text itself, not repr() of it and not what holds it: data['msg'], not data. In formats,"
            " write %s, not %r, and leave out !r."
        ),
    ),
}
