"""Help, languages, wrong arguments: what every command has in common."""

from __future__ import annotations

import json
import sys

import pytest
from jsonschema import Draft202012Validator

from grader.cli.arguments import command_in
from grader.report.codes import TABLE
from tests.unit.cli.conftest import Desk

COMMANDS = ["list", "start", "reset", "check", "hint", "explain", "show", "doctor", "schema"]


def test_without_arguments_help_and_exit_2(desk: Desk) -> None:
    done = desk.grader()
    assert done.code == 2
    assert done.out.startswith("usage: grader ")
    assert all(f"    {command} " in done.out for command in COMMANDS)
    assert "Exit codes: 0 all passed" in done.out


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_command_has_help(desk: Desk, command: str, language: str) -> None:
    done = desk.grader(command, "--help", "--lang", language)
    assert done.code == 0
    assert done.out.startswith({"en": "usage: grader ", "zh": "用法：grader "}[language] + command)
    if language == "zh":
        assert "show this" not in done.out
        assert "。" in done.out


def test_a_command_that_does_not_exist(desk: Desk) -> None:
    done = desk.grader("chekc")
    assert (done.code, done.out) == (2, "")
    assert done.err == "grader: There is no command chekc. Did you mean check?\n"
    assert "`grader --help` shows them all." in desk.grader("xyzzy").err
    assert desk.grader("--lang", "zh", "chekc").err == "grader: 没有命令 chekc。是不是想写 check？\n"


def test_common_options_stand_before_or_behind_the_command(desk: Desk) -> None:
    behind = desk.grader("list", "--lang", "zh")
    assert desk.grader("--lang", "zh", "list") == behind
    assert desk.grader("--lang=zh", "list") == behind
    assert "小课程" in behind.out
    assert "\x1b[1m" in desk.grader("--color", "always", "list").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("start",), "缺少以下参数：ID"),
        (("list", "--colour"), "不认识的参数：--colour"),
        (("check", "-n", "0"), "参数 -n：必须"),
        (("check", "--seed", "x"), "'x' 不是有效的 int 值"),
        (("check", "--seed"), "后面需要一个值"),
        (("check", "--format", "yaml"), "没有 'yaml' 这个选择"),
        (("check", "--solution", "--submission", "x"), "不能和参数 --solution 一起使用"),
    ],
)
def test_wrong_arguments_are_told_in_the_language_chosen(desk: Desk, arguments: tuple[str, ...], words: str) -> None:
    done = desk.grader("--lang", "zh", *arguments)
    assert done.code == 2
    assert words in done.err
    assert done.err.startswith("用法：grader")


def test_the_command_is_found_among_options() -> None:
    assert command_in(["--lang", "zh", "list"]) == "list"
    assert command_in(["--course=x", "--color", "never", "start", "list"]) == "start"
    assert command_in(["-h"]) is None
    assert command_in([]) is None


def test_a_fault_of_ours_is_one_line_and_never_exit_1(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_name: str) -> None:
        raise RuntimeError("oops")

    monkeypatch.setattr(sys.modules["grader.cli.main"], "import_module", broken)
    done = desk.grader("list")
    assert done.code == 3
    assert "RuntimeError: oops" in done.err
    assert "Traceback" not in done.err


# --- the small commands -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [(), ("exercise",), ("hidden",), ("course",)])
def test_a_schema_is_one(desk: Desk, kind: tuple[str, ...]) -> None:
    done = desk.grader("schema", *kind)
    assert done.code == 0
    Draft202012Validator.check_schema(json.loads(done.out))


def test_a_schema_that_does_not_exist(desk: Desk) -> None:
    done = desk.grader("schema", "exercises")
    assert done.code == 2
    assert "exercise" in done.err


def test_all_codes_are_listed_and_each_is_explained(desk: Desk) -> None:
    lines = desk.grader("explain").out.splitlines()
    assert [line.split()[0] for line in lines] == list(TABLE)
    for code in TABLE:
        done = desk.grader("explain", code, "--lang", "zh")
        assert done.code == 0
        assert f"({code})" in done.out


def test_a_code_may_be_spelled_otherwise_but_not_guessed(desk: Desk) -> None:
    assert desk.grader("explain", "No-Answer") == desk.grader("explain", "no_answer")
    done = desk.grader("explain", "crahsed")
    assert (done.code, done.out) == (2, "")
    assert "There is no finding code crahsed. Did you mean crashed?" in done.err
    assert "Did you mean not_json" in desk.grader("explain", "json").err
    assert "`grader explain` lists them all." in desk.grader("explain", "xyzzy").err
