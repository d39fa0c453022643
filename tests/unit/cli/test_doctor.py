"""`grader doctor`: what is missing is told with its remedy, and nothing can keep it from an answer."""

from __future__ import annotations

import json
import select
import shutil
import signal
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from grader.cli import doctor, examination, remedies, selftest
from grader.cli.selftest import SelfTest
from grader.errors import MachineError
from tests.unit.cli.conftest import Desk

FACTS = {"version": "3.14.1", "start_method": "forkserver", "start_methods": ["fork"], "stdout": "utf-8", "locale": "x"}


def well(**changed: Any) -> SelfTest:
    features = {"features": ["netns", "mountns", "pidns"], "missing": {}}
    return SelfTest(**{"features": features, "facts": FACTS, "settled": True, "lines": True, "seconds": 0.2, **changed})


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Has the self-test come to this."""

    def comes_to(test: SelfTest) -> None:
        monkeypatch.setattr(selftest, "examine", lambda: test)

    comes_to(well())
    return comes_to


def test_a_machine_on_which_all_works(desk: Desk, found: Any) -> None:
    desk.grader("start", "01_echo")
    done = desk.grader("doctor")
    assert done.code == 0
    for words in (
        "✔ A tiny program was graded as it should be, in 0.20 s.",
        "✔ netns    a network of its own for every run",
        "3.14.1",
        "forkserver (of fork)",
        "(found from the current folder upward)",
        "hidden checks  not here",
        "✔ A small course: 2 exercises, 1 of them started",
    ):
        assert words in done.out


def test_the_same_as_json(desk: Desk, found: Any) -> None:
    desk.write("tests/hidden/01_echo.yaml", "schema: grader/hidden/v1\nid: 01_echo\n")
    done = desk.grader("doctor", "--json")
    plain = json.loads(done.out)
    assert plain["schema"] == "grader/doctor/v1"
    assert plain["selftest"]["passed"] is True
    assert plain["isolation"]["features"] == ["netns", "mountns", "pidns"]
    assert plain["python"]["programs"]["start_method"] == "forkserver"
    assert plain["course"]["hidden"] == str(desk.root / "tests/hidden")
    assert plain["terminal"]["language"] == "en"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_machine_on_which_nothing_works(desk: Desk, found: Any, language: str) -> None:
    found(SelfTest(trouble="cannot start \x1b[2J the broker"))
    done = desk.grader("doctor", "--lang", language)
    assert done.code == 3
    assert "cannot start \\x1b[2J the broker" in done.out
    assert {"en": "unknown", "zh": "未知"}[language] in done.out


def test_what_is_missing_comes_with_its_reason_and_one_remedy(desk: Desk, found: Any) -> None:
    missing = {"netns": "Operation not permitted", "pidns": "Operation not permitted", "novelty": "not invented"}
    found(well(features={"features": ["mountns"], "missing": missing}, settled=False, lines=False))
    done = desk.grader("doctor")
    assert done.code == 0
    assert "! netns" in done.out
    words = " ".join(done.out.split())
    assert "a network of its own for every run (needed for `full`): Operation not permitted" in words
    assert "! novelty not invented" in words
    assert done.out.count("namespaces") + done.out.count("SYS_ADMIN") == 1
    assert "can only be waited for" in done.out
    assert "The line where a program waits is not found." in done.out


def test_a_wrong_course_is_told_in_full(desk: Desk, found: Any) -> None:
    desk.write("exercises/02_talk/exercise.yaml", "id: 02_talk\n")
    done = desk.grader("doctor")
    assert done.code == 2
    assert "exercises/02_talk/exercise.yaml:1" in done.out


def test_elsewhere_than_on_linux_it_still_answers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    done = desk.grader("doctor")
    assert done.code == 3
    assert "on Linux only" in done.out


def test_an_encoding_without_marks_is_told(desk: Desk, found: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.cli.screen.glyphs", lambda: False)
    done = desk.grader("doctor")
    assert "export LANG=C.UTF-8" in done.out
    assert "✔" not in done.out


# --- remedies -----------------------------------------------------------------------------------

USER = remedies.Machine(administrator=False, container=False, bwrap=True)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (
            {"kernel.apparmor_restrict_unprivileged_userns": "1"},
            "sysctl kernel.apparmor_restrict_unprivileged_userns=0",
        ),
        ({"kernel.unprivileged_userns_clone": "0"}, "sysctl kernel.unprivileged_userns_clone=1"),
        ({"user.max_user_namespaces": "0"}, "sysctl user.max_user_namespaces=10000"),
        ({}, "The kernel refuses it"),
    ],
)
def test_a_setting_that_forbids_is_named(
    settings: Mapping[str, str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remedies, "_read", lambda name: settings.get(name, ""))
    assert words in remedies.of_feature("netns", USER)


def test_in_a_container_its_start_is_what_to_change() -> None:
    assert "--cap-add SYS_ADMIN" in remedies.of_feature("netns", remedies.Machine(True, True, True))


@pytest.mark.parametrize(
    ("installer", "command"),
    [("apt-get", "apt-get install"), ("dnf", "dnf install"), ("pacman", "pacman -S"), ("apk", "apk add")],
)
def test_a_missing_tool_is_installed_as_the_distribution_does_it(
    installer: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}" if name == installer else None)
    assert f"sudo {command} bubblewrap" in remedies.of_tool("bwrap")
    assert f"sudo {command} bubblewrap" in remedies.of_feature("sandbox", remedies.Machine(False, False, False))


def test_without_a_known_installer_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert "package strace" in remedies.of_tool("strace")
    assert "comes with the grader" in remedies.of_tool("py-spy")


def test_silence_depends_on_who_may_look_into_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remedies, "_read", lambda _name: "3")
    assert "ptrace_scope" in remedies.of_silence()
    monkeypatch.setattr(remedies, "_read", lambda _name: "1")
    assert "takes longer" in remedies.of_silence()


# --- the self-test ------------------------------------------------------------------------------


def test_the_self_test_grades_with_the_real_broker() -> None:
    test = selftest.examine()
    assert test.trouble == ""
    assert test.settled
    assert test.facts["version"].startswith("3.")
    assert test.facts["start_method"] in ("fork", "spawn", "forkserver")
    assert "features" in test.features


def test_a_self_test_that_finds_a_mistake_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "_PROGRAM", selftest._PROGRAM.replace("print(data.decode())", "print(data)"))
    assert "probe.py" in selftest.examine().trouble


def test_a_machine_error_is_the_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses() -> None:
        raise MachineError("no processes left")

    monkeypatch.setattr(selftest, "Workshop", refuses)
    assert selftest.examine().trouble == "no processes left"


def test_whatever_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(*_: object) -> None:
        select.select([], [], [], 60)

    monkeypatch.setattr(selftest, "_grade", hangs)
    before = signal.getsignal(signal.SIGALRM)
    test = selftest.examine(0.2)
    assert test.trouble == "it came to no end within 0.2 seconds"
    assert test.seconds < 30
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_the_report_survives_whatever_was_found(desk: Desk, found: Any) -> None:
    # Each part that a probe could not fill stays in its place.
    found(SelfTest(trouble="x", features={"features": [], "missing": {}}))
    plain = json.loads(desk.grader("doctor", "--json").out)
    assert set(plain) == {
        "schema", "grader", "system", "selftest", "isolation", "python", "tools", "terminal", "course",
    }  # fmt: skip
    assert doctor._HOW.keys() >= {plain["course"]["found"]}
    assert plain["schema"] == examination.SCHEMA
