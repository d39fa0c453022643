"""What leaves the repository in a wheel or an sdist, and what must not."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def build(kind: str, source: Path, target: Path) -> Path:
    """Builds a distribution of the project in `source`."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(target)],
        cwd=source,
        check=True,
        capture_output=True,
    )
    (built,) = target.iterdir()
    return built


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as an unpacked sdist."""
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))) as archive:
        archive.extractall(folder, filter="data")
    (root,) = folder.iterdir()
    return root


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.Path:
    """The wheel as built in the repository."""
    return zipfile.Path(build("wheel", ROOT, tmp_path_factory.mktemp("wheel")))


def names(wheel: zipfile.Path) -> set[str]:
    return {name for name in wheel.root.namelist() if not name.endswith("/")}


def tracked(*below: str) -> set[str]:
    """The files that are there, without what tools leave behind."""
    files = (path for name in below for path in (ROOT / name).rglob("*"))
    return {str(path.relative_to(ROOT)) for path in files if path.is_file() and "__pycache__" not in path.parts}


def test_the_wheel_holds_the_package_and_the_public_course_and_nothing_else(wheel: zipfile.Path) -> None:
    course = {f"grader/_course/{name}" for name in tracked("exercises") | {"exercises.yaml"}}
    built = {name for name in names(wheel) if ".dist-info/" not in name}
    assert built == tracked("grader") | course


def test_the_wheel_has_the_command_the_plugin_and_the_licence(wheel: zipfile.Path) -> None:
    (info,) = (path for path in wheel.iterdir() if path.name.endswith(".dist-info"))
    entry_points = (info / "entry_points.txt").read_text("utf-8")
    assert "[console_scripts]\ngrader = grader.cli:main" in entry_points
    assert "[pytest11]\ngrader = grader.plugin" in entry_points
    assert (info / "licenses" / "LICENSE").read_text("utf-8") == (ROOT / "LICENSE").read_text("utf-8")


def test_the_sdist_holds_neither_solutions_nor_tests(sdist: Path) -> None:
    assert not {"solutions", "tests"} & {path.name for path in sdist.iterdir()}


def test_the_sdist_builds_the_same_wheel(sdist: Path, wheel: zipfile.Path, tmp_path: Path) -> None:
    assert names(zipfile.Path(build("wheel", sdist, tmp_path))) == names(wheel)


def test_the_lock_names_no_host() -> None:
    # Whoever installs chooses the index; a host in the lock would choose it for them.
    assert "://" not in (ROOT / "requirements.lock").read_text("utf-8")


def test_the_lock_names_all_that_is_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    asked = {re.split(r"[^\w-]", requirement)[0].lower() for requirement in wanted}
    assert asked <= set(re.findall(r"^([\w-]+)==", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE))
