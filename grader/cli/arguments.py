"""The arguments of all commands, and the help that says what they are."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from grader import __version__
from grader.cli import exits
from grader.messages import N_, _, current_language, ngettext
from grader.report.columns import wrap

Add = Callable[..., Any]

#: What argparse itself says.
_OWN_WORDS = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("not allowed with argument %s"),
    N_("expected one argument"),
    N_("expected at most one argument"),
    N_("expected at least one argument"),
    N_("ignored explicit argument %r"),
    N_("invalid %(type)s value: %(value)r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
)


class _Help(argparse.RawDescriptionHelpFormatter):
    """argparse's help, broken by the cells that a text takes: it would count a Chinese character as one."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrap(text, width)


class _Parser(argparse.ArgumentParser):
    """argparse with our exit code and without abbreviations that a later option could make ambiguous."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_abbrev": False, "formatter_class": _Help, **options})

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(exits.WRONG_COURSE, f"{self.prog}: {message}\n")


def parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    if current_language() != "en":
        _translate_argparse()
    top = _Parser(
        prog="grader",
        description=_("Grades exercises on network and concurrent programming in Python."),
        epilog=_(
            "`grader COMMAND --help` tells more.\n"
            "Exit codes: 0 all passed, 1 a check did not pass, 2 wrong usage or a mistake\n"
            "in the course, 3 a fault of the grader or the machine, 4 no submission there,\n"
            "130 interrupted."
        ),
    )
    top.add_argument(
        "--version", action="version", version=f"grader {__version__}", help=_("show program's version number and exit")
    )
    _add_common(top, {"course": None, "lang": None, "color": "auto"})
    common = _Parser(add_help=False)
    # An option that is not given after the command must not undo one that is given before it.
    _add_common(common, dict.fromkeys(("course", "lang", "color"), argparse.SUPPRESS))
    commands = top.add_subparsers(dest="command", metavar=_("COMMAND"))

    def command(name: str, words: str) -> Add:
        made = commands.add_parser(name, parents=[common], help=words, description=_sentence(words))
        return made.add_argument

    _add_students(command)
    _add_check(commands.add_parser, common)
    _add_results(command)
    _add_others(command)
    return top


def command_in(arguments: Sequence[str]) -> str | None:
    """The word that stands where the command should, known or not."""
    values = iter(arguments)
    for argument in values:
        if argument in ("--course", "--lang", "--color"):
            next(values, None)
        elif not argument.startswith("-"):
            return argument
    return None


def _add_common(to: argparse.ArgumentParser, defaults: Mapping[str, Any]) -> None:
    add = to.add_argument
    words = _("the folder of exercises.yaml (default: the nearest upward)")
    add("--course", metavar="DIR", default=defaults["course"], help=words)
    add("--lang", choices=("en", "zh"), default=defaults["lang"], help=_("the language (default: the locale's)"))
    choices = ("auto", "always", "never")
    add("--color", choices=choices, default=defaults["color"], help=_("colours in the output"))


def _add_students(command: Callable[[str, str], Add]) -> None:
    command("list", _("show the exercises, and how far you are"))

    add = command("start", _("lay an exercise's skeleton into work/ID/; overwrites nothing"))
    add("exercise", metavar="ID", help=_("the exercise"))

    add = command("reset", _("put the skeleton back, keeping a copy of what was there"))
    add("exercise", metavar="ID", help=_("the exercise"))

    add = command("hint", _("show the next hint"))
    add("exercise", metavar="ID", help=_("the exercise"))
    add("check", metavar="CHECK", nargs="?", help=_("the check (default: the first that has not passed)"))

    add = command("explain", _("say what a finding code means"))
    add("code", metavar="CODE", nargs="?", help=_("the code (default: all of them, one a line)"))


def _add_check(add_parser: Callable[..., argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    words = _("grade exercises")
    check = add_parser("check", parents=[common], help=words, description=_sentence(words))
    add = check.add_argument
    add("exercises", nargs="*", metavar="ID", help=_("exercises (default: all that are started)"))
    add("--all", action="store_true", help=_("every exercise; one not started scores 0"))
    what = check.add_mutually_exclusive_group()
    what.add_argument("--submission", metavar="DIR", help=_("grade the files in DIR (with several IDs: in DIR/ID/)"))
    what.add_argument("--solution", action="store_true", help=_("grade the course's own solution"))
    words = _("only this check and those it requires")
    add("--only", metavar="CHECK", action="append", default=[], help=words)
    add("--hidden", metavar="auto|none|PATH", default="auto", help=_("the folder of the hidden checks"))
    add("--seed", type=int, metavar="N", help=_("the seed of all drawn names and texts"))
    words = _("play every run N times; the worst counts")
    add("--repeat", type=_positive, default=1, metavar="N", help=words)
    words = _("grade with several processes")
    add("-n", type=_positive, default=1, metavar="WORKERS", dest="workers", help=words)
    _add_formats(add)
    add("--output", metavar="FILE", help=_("write the result to FILE"))
    add("--exit-zero", action="store_true", help=_("exit 0 also when checks did not pass"))


def _add_results(command: Callable[[str, str], Add]) -> None:
    add = command("show", _("show a saved result again, in any language"))
    add("result", metavar="RESULT.json", help=_("a file that `grader check --json` wrote; - for standard input"))
    _add_formats(add)
    add("--output", metavar="FILE", help=_("write the result to FILE"))


def _add_others(command: Callable[[str, str], Add]) -> None:
    add = command("doctor", _("tell what this machine can do"))
    add("--json", action="store_true", help=_("as JSON"))

    add = command("schema", _("print the JSON Schema of a course's files, for editors"))
    kinds = ("exercise", "hidden", "course")
    words = _("which file: exercise.yaml, tests/hidden/ID.yaml or exercises.yaml (default: exercise)")
    add("file", nargs="?", choices=kinds, default="exercise", metavar="exercise|hidden|course", help=words)


def _add_formats(add: Add) -> None:
    add("--format", choices=("text", "json"), default="text", help=_("what the result is written as"))
    add("--json", action="store_const", const="json", dest="format", help=_("the same as --format json"))
    add("-q", "--quiet", action="store_true", help=_("one line an exercise"))
    add("-v", "--verbose", action="count", default=0, help=_("the whole conversation of each run"))


def _sentence(words: str) -> str:
    """A command's line in the list of commands, as the description in its own help."""
    end = "." if words.isascii() else "。"
    return words[:1].upper() + words[1:] + end


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(_("must be 1 or more"))
    return value


def _translate_argparse() -> None:
    """argparse looks its words up by these two names, in a catalogue of its own that nobody ships."""
    argparse._ = _  # type: ignore[attr-defined]
    argparse.ngettext = ngettext  # type: ignore[attr-defined]
