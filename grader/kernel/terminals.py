"""Pseudo-terminals, set up before a program sees them (termios(3), pty(7))."""

from __future__ import annotations

import fcntl
import os
import select
import struct
import termios

#: Rows and columns: so wide that no line editor ever wraps a line of the course.
SIZE = (50, 1000)

_IUTF8 = 0x4000  # termios.h; the module has no name for it


def open_pair() -> tuple[int, int]:
    """A master and its slave: no echo, output bytes as written (no CR before LF), UTF-8 line editing.

    Raises:
        OSError: no pseudo-terminal to be had.
    """
    master, slave = os.openpty()
    settings = termios.tcgetattr(slave)
    settings[0] |= _IUTF8
    settings[1] &= ~termios.OPOST
    settings[3] &= ~(termios.ECHO | termios.ECHOE | termios.ECHOK | termios.ECHONL | termios.ECHOCTL)
    termios.tcsetattr(slave, termios.TCSANOW, settings)
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
    os.set_blocking(master, False)
    return master, slave


def deliver_typing(slave: int) -> bool:
    """Makes the kernel hand over what was typed; says whether a line waits unread.

    poll(2) on the slave flushes the tty layer's work queue first (n_tty_poll); FIONREAD does not
    and was seen to lag by 27 ms beside busy loops.
    """
    poller = select.poll()
    poller.register(slave, select.POLLIN)
    return bool(poller.poll(0))
