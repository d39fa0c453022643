"""What a user types and gets: output, exit codes, and a plain word wherever something is wrong."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands import ROOT, grader

ID = "03_udp_chat"
SOLUTION = ("check", ID, "--solution", "--hidden", "none")
#: One run of one program: the quickest grading there is.
QUICK = (*SOLUTION, "--only", "client_sends")

Done = subprocess.CompletedProcess[str]


def results(done: Done) -> list[dict[str, Any]]:
    """The results on standard output, which must hold nothing else."""
    assert done.stdout.endswith("\n")
    return [json.loads(line) for line in done.stdout.splitlines()]


def plain(done: Done) -> None:
    """Whatever went wrong, it is said in words."""
    assert "Traceback" not in done.stdout + done.stderr, done.stderr


# --- list and help ---------------------------------------------------------------------------


def test_list_shows_every_exercise_in_both_languages() -> None:
    done = grader("list")
    assert done.returncode == 0, done.stderr
    assert ID in done.stdout
    assert "The QQ chat" in done.stdout
    assert done.stderr == ""
    assert "QQ 聊天" in grader("list", "--lang", "zh").stdout
    assert "QQ 聊天" in grader("list", LANG="zh_CN.UTF-8").stdout


@pytest.mark.parametrize("arguments", [("--help",), ("check", "--help"), ("--version",), ("list", "-h")])
def test_help_is_no_error(arguments: tuple[str, ...]) -> None:
    done = grader(*arguments)
    assert done.returncode == 0
    assert done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), "check"),
        (("chek",), "check"),
        (("check", "--nonsense"), "--nonsense"),
        (("check", "--seed", "many"), "many"),
        (("check", "--repeat", "0"), "1"),
        (("check", "-n", "-3"), "1"),
        (("check", ID, "--submission", ".", "--solution"), "--solution"),
        (("check", "03_udp_cat"), "03_udp_chat"),
        (("check", "nothing_like_it"), "grader list"),
        ((*SOLUTION, "--only", "client_send"), "client_sends"),
        (("check", ID, "--solution", "--hidden", "no/such/folder"), "no/such/folder"),
        ((*QUICK, "--output", "no/such/folder/result.json"), "no/such/folder"),
        (("check", ID, "--course", "no/such/course"), "no/such/course"),
    ],
    ids=" ".join,
)
def test_a_wrong_command_exits_with_2_and_says_what_would_be_right(arguments: tuple[str, ...], expected: str) -> None:
    done = grader(*arguments)
    assert done.returncode == 2, done.stdout + done.stderr
    assert expected in done.stdout + done.stderr
    plain(done)


# --- grading ----------------------------------------------------------------------------------


def test_a_right_submission_exits_with_0() -> None:
    done = grader(*SOLUTION)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "10 of 10" in done.stdout
    assert done.stderr == ""


def test_a_wrong_submission_exits_with_1_or_0_if_so_wished(wrong: Callable[[str], Path]) -> None:
    folder = wrong("server_broadcasts")
    done = grader("check", ID, "--submission", folder, "--hidden", "none")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "server.py" in done.stdout
    plain(done)
    done = grader(
        "check", ID, "--submission", folder, "--hidden", "none", "--only", "answers_the_sender", "--exit-zero"
    )
    assert done.returncode == 0
    assert "✘" in done.stdout


@pytest.mark.parametrize(
    "arguments", [("check", ID, "--submission", "no/such/folder"), ("check", ID, "--submission", "Makefile")]
)
def test_a_submission_that_is_not_there_exits_with_4(arguments: tuple[str, ...]) -> None:
    done = grader(*arguments)
    assert done.returncode == 4, done.stdout + done.stderr
    assert "no folder" in done.stderr
    plain(done)


def test_nothing_started_exits_with_4(course: Path) -> None:
    for arguments in (("check",), ("check", ID)):
        done = grader(*arguments, cwd=course)
        assert done.returncode == 4, done.stdout + done.stderr
        plain(done)


def test_all_exercises_score_0_where_nothing_is_handed_in(course: Path) -> None:
    done = grader("check", "--all", "--json", cwd=course)
    assert done.returncode == 1, done.stdout + done.stderr
    (result,) = results(done)
    assert (result["score"], result["max_score"], result["verdict"]) == (0, 10, "failed")
    assert {check["reason"] for check in result["checks"]} == {"no_submission"}


def test_an_empty_folder_fails_with_the_missing_file(tmp_path: Path) -> None:
    done = grader("check", ID, "--submission", tmp_path, "--hidden", "none")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "server.py" in done.stdout
    plain(done)


def test_a_course_without_a_solution_exits_with_2(course: Path) -> None:
    done = grader("check", ID, "--solution", cwd=course)
    assert done.returncode == 2
    assert "solution" in done.stderr
    plain(done)


def test_a_course_elsewhere(course: Path, tmp_path: Path) -> None:
    done = grader("list", "--course", course, cwd=tmp_path)
    assert done.returncode == 0
    assert "A small course" in done.stdout
    done = grader("check", ID, "--course", course, "--submission", ROOT / "solutions" / ID, "--only", "client_sends",
                  cwd=tmp_path)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_broken_course_exits_with_2_and_tells_every_mistake_with_its_place(course: Path) -> None:
    path = course / "exercises" / ID / "exercise.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("points: 3", "points: three", 1).replace("- type: {into: server", "- typ: {into: server", 1)
    path.write_text(text.replace("for: client_prints", "for: client_print", 1), encoding="utf-8")
    for arguments in (("list",), ("check", ID, "--submission", ROOT / "solutions" / ID)):
        done = grader(*arguments, cwd=course)
        assert done.returncode == 2, done.stdout + done.stderr
        told = re.findall(r"^exercises/03_udp_chat/exercise\.yaml:(\d+):\d+: ", done.stderr, re.MULTILINE)
        assert len(set(told)) == 3, done.stderr
        plain(done)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\0", b"a: [", b"[]", b"id: x"], ids=repr)
def test_a_file_that_is_no_exercise_exits_with_2(course: Path, content: bytes) -> None:
    (course / "exercises" / ID / "exercise.yaml").write_bytes(content)
    done = grader("check", ID, "--submission", ".", cwd=course)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "exercise.yaml" in done.stderr
    plain(done)


# --- JSON and options -----------------------------------------------------------------------


def test_json_is_one_object_a_line_and_nothing_else() -> None:
    done = grader("check", "01_udp_message", ID, "--solution", "--hidden", "none", "--json")
    assert done.returncode == 0, done.stderr
    first, second = results(done)
    assert (first["exercise"], second["exercise"]) == ("01_udp_message", ID)
    assert {one["schema"] for one in (first, second)} == {"grader/result/v1"}
    assert {one["verdict"] for one in (first, second)} == {"passed"}
    assert second["score"] == second["max_score"] == 10
    assert done.stderr == ""


def test_only_takes_along_what_is_required() -> None:
    (result,) = results(grader(*SOLUTION, "--only", "answers_the_sender", "--json"))
    assert [check["id"] for check in result["checks"]] == ["prints_message", "answers_the_sender"]
    assert [run["id"] for run in result["runs"]] == ["two_clients"]
    assert result["max_score"] == 5


def test_a_seed_draws_the_same_values_and_repeating_draws_others() -> None:
    (first,) = results(grader(*QUICK, "--json", "--seed", "7", "--repeat", "2"))
    (second,) = results(grader(*QUICK, "--json", "--seed", "7"))
    (third,) = results(grader(*QUICK, "--json"))
    assert first["seed"] == second["seed"] == 7
    assert len(first["runs"]) == 2
    assert first["runs"][0]["values"] == second["runs"][0]["values"] != third["runs"][0]["values"]
    assert first["runs"][1]["values"] != first["runs"][0]["values"]
    assert third["seed"] not in (7, results(grader(*QUICK, "--json"))[0]["seed"])


def test_hidden_checks_are_graded_unless_told_otherwise(course: Path) -> None:
    (with_them,) = results(grader("check", ID, "--solution", "--only", "any_answer", "--json"))
    assert with_them["hidden"] == "graded"
    (without,) = results(grader(*QUICK, "--json"))
    assert without["hidden"] in ("none", "not_graded")
    solution = ROOT / "solutions" / ID
    done = grader("check", ID, "--submission", solution, "--only", "any_answer", "--hidden", ROOT / "tests/hidden",
                  "--isolation", "none", "--json", cwd=course)  # fmt: skip
    if "--isolation" in done.stderr:  # not there yet
        done = grader("check", ID, "--submission", solution, "--only", "any_answer", "--hidden", ROOT / "tests/hidden",
                      "--json", cwd=course)  # fmt: skip
    assert results(done)[0]["verdict"] == "passed"


def test_several_processes_give_the_same_result(wrong: Callable[[str], Path]) -> None:
    arguments = ("check", ID, "--submission", wrong("server_broadcasts"), "--hidden", "none", "--seed", "3", "--json")
    (alone,) = results(grader(*arguments))
    (spread,) = results(grader(*arguments, "-n", "2"))
    for result in (alone, spread):
        del result["duration"]
        for run in result["runs"]:
            del run["duration"], run["transcript"]
        for check in result["checks"]:
            for finding in check["findings"]:
                finding.pop("event", None)
    assert _without_ports(alone) == _without_ports(spread)
    assert alone["verdict"] == "failed"


def _without_ports(result: dict[str, Any]) -> str:
    return re.sub(r"\b\d{5}\b", "PORT", json.dumps(result, sort_keys=True))


def test_a_file_gets_the_result_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "result.json"
    target.write_text("before")
    done = grader(*QUICK, "--json", "--output", target)
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads(target.read_text(encoding="utf-8"))["verdict"] == "passed"
    assert list(tmp_path.iterdir()) == [target], "no scratch file is left"
    target.write_text("before")
    assert grader("check", "unknown", "--output", target).returncode == 2
    assert target.read_text() == "before"


def test_quiet_is_one_line_an_exercise_and_verbose_is_more_than_usual() -> None:
    quiet, usual, verbose = (grader(*QUICK, *more).stdout.splitlines() for more in (("-q",), (), ("-v",)))
    assert len(quiet) == 1
    assert ID in quiet[0]
    assert 1 < len(usual) < len(verbose)


def test_the_report_speaks_chinese() -> None:
    done = grader(*QUICK, "--lang", "zh")
    assert done.returncode == 0
    assert "客户端把输入的每一行作为 JSON 发送" in done.stdout
    assert "passed" not in done.stdout
    assert "没有" in grader("check", "xyz", "--lang=zh").stderr


# --- submissions from the dark side ---------------------------------------------------------


def test_a_hostile_folder_is_graded_like_any_other(tmp_path: Path) -> None:
    folder = tmp_path / "submission"
    shutil.copytree(ROOT / "solutions" / ID, folder)
    os.mkfifo(folder / "fifo.py")
    (folder / "link.py").symlink_to("/etc/passwd")
    (folder / "loop").symlink_to(".")
    (folder / os.fsdecode(b"bad\xff\n\x1b[31m.py")).write_text("")
    with (folder / "giant").open("wb") as file:
        file.truncate(1 << 33)
    (folder / "conftest.py").write_text("raise SystemExit('conftest of a student')")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    for name in ("pytest", "socket_", "yaml", "grader"):
        (folder / f"{name}.py").write_text("raise SystemExit('a module of a student')")
    done = grader("check", ID, "--submission", ".", "--course", ROOT, "--hidden", "none", "--json", cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    (result,) = results(done)
    assert result["score"] == 10
    assert not [name for name in result["submission"]["files"] if name in ("link.py", "fifo.py", "giant")]


@pytest.mark.parametrize("name", ["服务 [器]", "-it's $(here)", "a" * 200])
def test_a_submission_may_lie_anywhere(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    shutil.copytree(ROOT / "solutions" / ID, folder)
    done = grader("check", ID, f"--submission={folder}", "--only", "client_sends", "--hidden", "none")
    assert done.returncode == 0, done.stdout + done.stderr
