"""The processes between the broker and a student's program.

    broker ── stub ── init (pid 1 of a new pid namespace) ── the program ── its children

The stub leads the session and outlives the program: were the program the session's leader, its end
would hang up on children that it leaves behind, and orphans would look like a clean end.  The
init reaps, reports how the program ended, and takes every process of the namespace with it when it
is killed.  Where no pid namespace can be had, the stub does the init's work as a child subreaper.

Each dies with its parent (PR_SET_PDEATHSIG, prctl(2)), so the death of the broker by whatever
cause ends everything.
"""

from __future__ import annotations

import _signal
import fcntl
import os
import resource
import struct
import termios
from collections.abc import Mapping

from grader.kernel import calls

#: What the init writes when the program has ended: a wait status (wait(2)), or the errno of a failed exec.
STATUS = struct.Struct("=ci")
ENDED, NOT_STARTED = b"E", b"X"

_KEYBOARD_SIGNALS = (_signal.SIGINT, _signal.SIGQUIT, _signal.SIGTSTP, _signal.SIGTTIN, _signal.SIGTTOU, _signal.SIGHUP)

#: What the broker and Python itself ignore, and a program would inherit: without SIGTERM,
#: Process.terminate() does nothing.
_IGNORED_ABOVE = (_signal.SIGTERM, _signal.SIGPIPE, _signal.SIGXFSZ)


def launch(
    argv: tuple[str, ...],
    env: Mapping[str, str],
    limits: Mapping[str, int],
    folder: str,
    slave: int,
    status: int,
    own_pids: bool,
) -> int:
    """Forks a stub with a program below it; returns the stub's process id.

    Only the broker's one thread may call this: a parent-death signal follows the thread that forked.
    """
    broker = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    try:
        calls.prctl(calls.PR_SET_PDEATHSIG, _signal.SIGKILL)
        if os.getppid() != broker:
            os._exit(0)
        _lead_session(slave, status)
        if own_pids:
            _become_parent_of_init(slave, status)
        else:
            calls.prctl(calls.PR_SET_CHILD_SUBREAPER, 1)
        _supervise(argv, env, limits, folder, slave, status)
    except BaseException as error:  # noqa: BLE001 - a forked child must never run on into the broker's code
        _say_not_started(status, getattr(error, "errno", None) or 5)
    os._exit(0)


def _lead_session(slave: int, status: int) -> None:
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for number in _KEYBOARD_SIGNALS:
        _signal.signal(number, _signal.SIG_IGN)
    low, high = sorted((slave, status))
    os.closerange(0, low)
    os.closerange(low + 1, high)
    os.closerange(high + 1, 65536)


def _become_parent_of_init(slave: int, status: int) -> None:
    """Returns in the init alone; the stub itself waits for the init and ends after it."""
    alive, held = os.pipe()
    calls.unshare(calls.CLONE_NEWPID)
    init = os.fork()
    if init:
        os.close(slave)
        os.close(status)
        os.waitpid(init, 0)  # returns when every process of the namespace is gone
        os._exit(0)
    calls.prctl(calls.PR_SET_PDEATHSIG, _signal.SIGKILL)
    # A parent outside of the pid namespace reads as 0, so a dead one shows by its end of a pipe.
    os.close(held)
    os.set_blocking(alive, False)
    try:
        os.read(alive, 1)
        os._exit(0)
    except BlockingIOError:
        os.close(alive)


def _supervise(
    argv: tuple[str, ...], env: Mapping[str, str], limits: Mapping[str, int], folder: str, slave: int, status: int
) -> None:
    program = os.fork()
    if not program:
        _become(argv, env, limits, folder, slave, status)
    os.close(slave)
    while True:
        try:
            pid, how = os.waitpid(-1, 0)
        except ChildProcessError:
            return
        if pid == program:
            os.write(status, STATUS.pack(ENDED, how))


def _become(
    argv: tuple[str, ...], env: Mapping[str, str], limits: Mapping[str, int], folder: str, slave: int, status: int
) -> None:
    try:
        for number in (*_KEYBOARD_SIGNALS, *_IGNORED_ABOVE):
            _signal.signal(number, _signal.SIG_DFL)
        status = fcntl.fcntl(status, fcntl.F_DUPFD_CLOEXEC, 10)
        slave = fcntl.fcntl(slave, fcntl.F_DUPFD_CLOEXEC, 10)
        for fd in (0, 1, 2):
            os.dup2(slave, fd, inheritable=True)
        os.closerange(3, 10)
        for name, value in limits.items():
            number = getattr(resource, name)
            hard = resource.getrlimit(number)[1]
            allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(number, (allowed, allowed))
        os.umask(0o022)
        os.chdir(folder)
        os.execve(argv[0], list(argv), dict(env))
    except BaseException as error:  # noqa: BLE001 - as above
        _say_not_started(status, getattr(error, "errno", None) or 5)
    os._exit(127)


def _say_not_started(status: int, number: int) -> None:
    try:
        os.write(status, STATUS.pack(NOT_STARTED, number))
    except OSError:
        pass  # the reader is gone, and with it everybody who would care
