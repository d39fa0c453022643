"""Courses and submissions of a test's own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import ROOT
from tests.grading import mutant


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with one exercise and nothing else; nothing is started."""
    folder = tmp_path / "course"
    (folder / "exercises").mkdir(parents=True)
    shutil.copytree(ROOT / "exercises/03_udp_chat", folder / "exercises/03_udp_chat")
    (folder / "exercises.yaml").write_text(
        "schema: grader/course/v1\nid: small\ntitle: {en: A small course, zh: 小课程}\nexercises: [03_udp_chat]\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def wrong(tmp_path: Path) -> Callable[[str], Path]:
    """The folder of a mutant of 03, laid out whole."""
    return lambda name: mutant("03_udp_chat", name, tmp_path).folder


@pytest.fixture
def inject(tmp_path: Path) -> Callable[[str], dict[str, str]]:
    """Code that runs at the start of every Python of a command that gets this environment."""

    def make(source: str) -> dict[str, str]:
        folder = tmp_path / "injected"
        folder.mkdir()
        (folder / "sitecustomize.py").write_text(source, encoding="utf-8")
        return {"PYTHONPATH": str(folder)}

    return make
