"""Arguments in, exit code out.  Each command's own module is imported only when it is asked for."""

from __future__ import annotations

import _signal
import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from grader.cli import exits
from grader.cli.arguments import command_in, parser
from grader.cli.workplace import shown
from grader.errors import CourseError, GraderError, NoSubmission, UsageError
from grader.messages import _, set_language

#: The modules of this folder that carry out the commands; each has `run(options) -> exit code`.
_COMMANDS = {
    "list": "listing",
    "start": "starting",
    "reset": "resetting",
    "check": "checking",
    "hint": "hinting",
    "explain": "explaining",
    "show": "showing",
    "doctor": "doctor",
    "schema": "schemas",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _open_streams()
    _speak_utf8()
    try:
        set_language(_language_in(arguments))
        return _carry_out(arguments)
    except KeyboardInterrupt:
        print(_("Interrupted."), file=sys.stderr)
        return exits.INTERRUPTED
    except CourseError as error:
        for problem in error.problems:
            print(f"{shown(problem.place.file)}{str(problem)[len(problem.place.file) :]}", file=sys.stderr)
        return exits.WRONG_COURSE
    except UsageError as error:
        print(f"grader: {error}", file=sys.stderr)
        return exits.WRONG_COURSE
    except NoSubmission as error:
        print(f"grader: {error}", file=sys.stderr)
        return exits.NO_SUBMISSION
    except GraderError as error:
        print(_("grader: this is not your fault: {error}").format(error=error), file=sys.stderr)
        return exits.FAULT
    except BrokenPipeError:
        # Whoever read our output has gone; Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return exits.NOT_PASSED
    except Exception as error:
        if os.environ.get("GRADER_DEBUG"):
            raise
        fault = _("grader: a fault of the grader itself, not of your program: {error}")
        print(fault.format(error=f"{type(error).__name__}: {error}"), file=sys.stderr)
        print(_("Please report it. GRADER_DEBUG=1 shows where it happened."), file=sys.stderr)
        return exits.FAULT


def _carry_out(arguments: Sequence[str]) -> int:
    try:
        _know_command(arguments)
        options = parser().parse_args(arguments)
        _be_somewhere()
        return _run(options)
    finally:
        sys.stdout.flush()  # now, while a reader that has gone is still expected; not when Python exits


def _run(options: argparse.Namespace) -> int:
    if options.command is None:
        parser().print_help()
        return exits.WRONG_COURSE
    if options.command == "check" and options.workers == 1:
        return _check(options)
    before = _signal.pthread_sigmask(_signal.SIG_BLOCK, {_signal.SIGINT})  # as in `grader.cli`
    try:
        command = import_module(f"grader.cli.{_COMMANDS[options.command]}")
    finally:
        _signal.pthread_sigmask(_signal.SIG_SETMASK, before)
    return int(command.run(options))


def _check(options: argparse.Namespace) -> int:
    """Grading in this process: its broker starts up while the rest is imported and the course is read."""
    from grader.sandbox.spaces import Sandbox  # before all else that a grading needs

    with Sandbox() as sandbox:
        return int(import_module("grader.cli.checking").run(options, sandbox))


def _know_command(arguments: Sequence[str]) -> None:
    """Better than the parser's own words, which are a list of all commands.

    Raises:
        UsageError: the command does not exist.
    """
    name = command_in(arguments)
    if name is not None and name not in _COMMANDS:
        from difflib import get_close_matches  # only mistakes pay for it

        near = get_close_matches(name, _COMMANDS, 1)
        hint = _("Did you mean {name}?").format(name=near[0]) if near else _("`grader --help` shows them all.")
        raise UsageError(_("There is no command {name}. {hint}").format(name=name, hint=hint))


def _language_in(arguments: Sequence[str]) -> str | None:
    """`--lang` before anything is parsed, so that help and usage errors are in that language too."""
    for at, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang" and at + 1 < len(arguments):
            return arguments[at + 1]
    return None


def _be_somewhere() -> None:
    """Nothing can be found from a current folder that has been removed.

    Raises:
        UsageError: it has.
    """
    try:
        Path.cwd()
    except FileNotFoundError:
        raise UsageError(_("There is no folder {folder}.").format(folder=os.environ.get("PWD", "."))) from None


def _open_streams() -> None:
    """Takes the numbers of streams that are closed, before a file gets one of them and somebody's output."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - for good


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and (stream.encoding or "").lower() not in ("utf-8", "utf8"):
            reconfigure(errors="backslashreplace")
