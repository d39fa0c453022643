"""A small course and a way to run commands in this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from grader import messages
from grader.cli import main

COURSE = """\
schema: grader/course/v1
id: small
title: {en: A small course, zh: 小课程}
exercises: [01_echo, 02_talk]
"""

EXERCISE = """\
schema: grader/exercise/v1
id: ID
title: {en: Echo, zh: 回声}
files: [server.py]
actors:
  server: {program: server.py, listens: 9090/udp}
  alice: {udp_client: server}
checks:
  prints:
    points: 2
    title: {en: The server prints, zh: 服务器打印}
    hints:
      - {en: Look at recvfrom()., zh: 看看 recvfrom()。}
      - {en: Call print()., zh: 调用 print()。}
  answers:
    points: 3
    title: {en: The server answers, zh: 服务器回复}
    requires: [prints]
    hints:
      - {en: Look at sendto()., zh: 看看 sendto()。}
  extra:
    points: 1
    bonus: true
    title: {en: It answers twice, zh: 回复两次}
runs:
  talk:
    vary: {a: word}
    steps:
      - start: server
      - send: {from: alice, text: "{a}"}
      - expect: {at: server, prints: "{a}", for: prints}
      - expect: {at: alice, gets: {text: "{a}"}, for: answers}
      - expect: {at: alice, gets: {text: "{a}"}, for: extra}
"""

SKELETON = {"server.py": "# TODO 写\n", "notes/plan.txt": "a plan\n"}


class Done(NamedTuple):
    """What became of a command."""

    code: int
    out: str
    err: str


class Desk:
    """A course in a folder of its own, and somebody who types commands there."""

    def __init__(self, root: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self.work = root / "work"
        self._capture = capture

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def grader(self, *arguments: str) -> Done:
        self._capture.readouterr()
        try:
            code = main(arguments)
        except SystemExit as ended:  # argparse, after help and for wrong arguments
            code = int(ended.code or 0)
        return Done(code, *self._capture.readouterr())

    def files(self, folder: str = "work") -> dict[str, str]:
        """The files below a folder, without the grader's own notes."""
        top = self.root / folder
        return {
            str(path.relative_to(top)): path.read_text("utf-8")
            for path in sorted(top.rglob("*"))
            if path.is_file() and ".grader" not in path.parts
        }


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Desk]:
    """The desk, in English whatever the machine speaks."""
    for name in ("LC_ALL", "LC_MESSAGES", "NO_COLOR", "GRADER_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    made = Desk(tmp_path / "course", capsys)
    made.write("exercises.yaml", COURSE)
    for exercise in ("01_echo", "02_talk"):
        made.write(f"exercises/{exercise}/exercise.yaml", EXERCISE.replace("ID", exercise))
        made.write(f"exercises/{exercise}/README.md", f"# {exercise}\n")
        made.write(f"exercises/{exercise}/README.zh.md", f"# {exercise} 中文\n")
        for name, text in SKELETON.items():
            made.write(f"exercises/{exercise}/skeleton/{name}", text)
    monkeypatch.chdir(made.root)
    yield made
    messages.set_language("en")


@pytest.fixture
def packaged(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder to work in with the course as it comes with a wheel, in which nobody can write."""
    from grader.catalog import location

    package = tmp_path / "site" / "grader"
    package.mkdir(parents=True)
    desk.root.rename(package / "_course")
    monkeypatch.setattr(location, "__file__", str(package / "catalog" / "location.py"))
    for path in (package / "_course").rglob("*"):
        if path.is_file():
            path.chmod(0o444)
    desk.root = tmp_path / "home"
    desk.work = desk.root / "work"
    desk.root.mkdir()
    monkeypatch.chdir(desk.root)
    return desk.root
