"""Arguments in, exit code out.  Each command's own module is imported only when it is asked for."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from grader import __version__
from grader.cli import exits
from grader.errors import CourseError, GraderError, NoSubmission, UsageError
from grader.messages import _, set_language


class _Parser(argparse.ArgumentParser):
    """argparse with our exit code and without abbreviations that a later option could make ambiguous."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **options})

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(exits.WRONG_COURSE, f"{self.prog}: {message}\n")


def parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    top = _Parser(prog="grader", description=_("Grades exercises on network and concurrent programming in Python."))
    top.add_argument("--version", action="version", version=f"grader {__version__}")
    commands = top.add_subparsers(dest="command", metavar=_("COMMAND"))

    common = _Parser(add_help=False)
    common.add_argument("--course", metavar="DIR", help=_("the folder of exercises.yaml (default: the nearest upward)"))
    common.add_argument("--lang", choices=("en", "zh"), help=_("the language (default: the locale's)"))
    common.add_argument("--color", choices=("auto", "always", "never"), default="auto", help=_("colours in the output"))

    commands.add_parser("list", parents=[common], help=_("show the exercises"))

    check = commands.add_parser("check", parents=[common], help=_("grade exercises"))
    check.add_argument("exercises", nargs="*", metavar="ID", help=_("exercises (default: all that are started)"))
    check.add_argument("--all", action="store_true", help=_("every exercise; one not started scores 0"))
    what = check.add_mutually_exclusive_group()
    what.add_argument("--submission", metavar="DIR", help=_("grade the files in DIR (with several IDs: in DIR/ID/)"))
    what.add_argument("--solution", action="store_true", help=_("grade the course's own solution"))
    check.add_argument(
        "--only", metavar="CHECK", action="append", default=[], help=_("only this check and those it requires")
    )
    check.add_argument("--hidden", metavar="auto|none|PATH", default="auto", help=_("the folder of the hidden checks"))
    check.add_argument("--seed", type=int, metavar="N", help=_("the seed of all drawn names and texts"))
    check.add_argument(
        "--repeat", type=_positive, default=1, metavar="N", help=_("play every run N times; the worst counts")
    )
    check.add_argument(
        "-n", type=_positive, default=1, metavar="WORKERS", dest="workers", help=_("grade with several processes")
    )
    check.add_argument("--format", choices=("text", "json"), default="text", help=_("what the result is written as"))
    check.add_argument("--json", action="store_const", const="json", dest="format", help=_("the same as --format json"))
    check.add_argument("--output", metavar="FILE", help=_("write the result to FILE"))
    check.add_argument("-q", "--quiet", action="store_true", help=_("one line an exercise"))
    check.add_argument("-v", "--verbose", action="count", default=0, help=_("the whole conversation of each run"))
    check.add_argument("--exit-zero", action="store_true", help=_("exit 0 also when checks did not pass"))
    return top


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(_("must be 1 or more"))
    return value


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    try:
        set_language(_language_in(arguments))
        options = parser().parse_args(arguments)
        return _run(options)
    except KeyboardInterrupt:
        print(_("Interrupted."), file=sys.stderr)
        return exits.INTERRUPTED
    except CourseError as error:
        for problem in error.problems:
            print(f"{_nearer(problem.place.file)}{str(problem)[len(problem.place.file) :]}", file=sys.stderr)
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
    except Exception as error:  # noqa: BLE001 - the last boundary: a fault of ours is said in one line
        if os.environ.get("GRADER_DEBUG"):
            raise
        fault = _("grader: a fault of the grader itself, not of your program: {error}")
        print(fault.format(error=f"{type(error).__name__}: {error}"), file=sys.stderr)
        print(_("Please report it. GRADER_DEBUG=1 shows where it happened."), file=sys.stderr)
        return exits.FAULT


def _run(options: argparse.Namespace) -> int:
    if options.command == "list":
        from grader.cli.listing import run

        return run(options)
    if options.command == "check":
        from grader.cli.checking import run as check

        return check(options)
    parser().print_help()
    return exits.WRONG_COURSE


def _language_in(arguments: Sequence[str]) -> str | None:
    """`--lang` before anything is parsed, so that help and usage errors are in that language too."""
    for at, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang" and at + 1 < len(arguments):
            return arguments[at + 1]
    return None


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and (stream.encoding or "").lower() not in ("utf-8", "utf8"):
            reconfigure(errors="backslashreplace")


def _nearer(path: str) -> str:
    """A path as seen from the current folder, when it lies below it."""
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except ValueError:
        return path


if __name__ == "__main__":
    sys.exit(main())
