"""The command line: `grader COMMAND ...`."""

import _signal

# Ctrl-C waits for the end of imports: inside of the callbacks of Python's import locks it would be lost.
_before = _signal.pthread_sigmask(_signal.SIG_BLOCK, {_signal.SIGINT})
try:
    from grader.cli.main import main

    _signal.pthread_sigmask(_signal.SIG_SETMASK, _before)
except KeyboardInterrupt:
    raise SystemExit(130) from None

__all__ = ["main"]
