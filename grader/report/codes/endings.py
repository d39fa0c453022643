"""Codes for how a program ends, waits and wastes."""

from __future__ import annotations

from grader.messages import N_
from grader.report.codes.code import Code

ENDINGS: dict[str, Code] = {
    "ended_early": Code(
        N_("The program ended too early"),
        N_("{program} ended by itself (with status {status}) while more was expected of it."),
        N_("Put what has to happen again and again into a loop: while True."),
    ),
    "not_in_time": Code(
        N_("Something did not come in time"),
        N_("What was expected did not come within {seconds} seconds, and the program never came to rest."),
        N_("Wait for a message in recvfrom() without a time limit; do not ask for it again and again."),
        mark=N_("this never came"),
        task=True,
        waits=True,
    ),
    "busy_loop": Code(
        N_("The program runs in circles"),
        N_("{program} uses the processor all the time and gets nowhere."),
        N_(
            "Look for a loop that never waits: one without recvfrom(), recv() and input(), one that goes on although"
            " recv() has returned b'' (the other side has left),"
            " or one that catches every error and goes on."
        ),
        waits=True,
    ),
    "output_flood": Code(
        N_("The program prints without end"),
        N_("{program} printed more than {limit} bytes and was cut off."),
        N_("Look for a print() in a loop that never waits for anything."),
    ),
    "wall_limit": Code(
        N_("The run took too long"),
        N_("The run took longer than it may, and was ended."),
        N_("Look for long sleeps, and for waits that nothing ends."),
        waits=True,
    ),
    "unread_keyboard": Code(
        N_("A typed line was never read"),
        N_("{program} never read the line that was typed."),
        N_("Read one line with input() for every line that somebody types; it must not wait for something else first."),
        task=True,
        waits=True,
    ),
    "cannot_type": Code(
        N_("The program ended before the next line was typed"),
        N_("{program} had ended already when the next line was to be typed into it."),
        N_(
            "Let the program go on in a loop, while True: is there a break, a return or a sys.exit()"
            " that comes too early?"
        ),
    ),
    "not_ended": Code(
        N_("The program does not end"),
        N_("{program} does not end by itself."),
        N_("Look for a loop without a break, and for something that is waited for and never comes."),
        task=True,
        waits=True,
    ),
    "wrong_status": Code(
        N_("The program ended with another status"),
        N_("{program} ended with status {status}; {wanted} was expected."),
        N_("A program that reaches its end, or calls sys.exit(0), ends with status 0; one that raises ends with 1."),
        task=True,
    ),
}
