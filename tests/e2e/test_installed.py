"""The course is found however the grader was installed: checkout, editable, wheel, uvx.

Everything is installed from copies, into folders of the test, and without a network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ID = "03_udp_chat"

#: What `git clone` would give, as far as it matters here.
PROJECT = ("LICENSE", "exercises", "exercises.yaml", "grader", "hatch_build.py", "pyproject.toml", "solutions")

pytestmark = pytest.mark.slow

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


def run(*command: str | Path, cwd: Path, **variables: str) -> Done:
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "LANG": "C.UTF-8", "COLUMNS": "80"}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="module")
def uv() -> str:
    found = shutil.which("uv")
    if found is None:
        pytest.skip("uv is not installed: NOT TESTED here that the grader installs and runs with it")
    return found


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the project."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    for name in PROJECT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder)
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder from which no exercises.yaml is found upward."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """The interpreter of a new environment that has what the grader requires, but not the grader."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True)
    made = tmp_path / "venv/bin/python"
    # The .pth files of a folder that is added this way are not read, so our own editable install stays out.
    site(made).joinpath("requirements.pth").write_text(sysconfig.get_path("purelib") + "\n")
    assert run(made, "-c", "import yaml, pytest", cwd=tmp_path).returncode == 0
    assert run(made, "-c", "import grader", cwd=tmp_path).returncode != 0
    return made


def site(python: Path) -> Path:
    (folder,) = python.parents[1].glob("lib/python3*/site-packages")
    return folder


def wheel_of(checkout: Path, target: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(target)]
    subprocess.run(command, cwd=checkout, check=True, capture_output=True)
    (built,) = target.iterdir()
    return built


def listed(done: Done) -> bool:
    return done.returncode == 0 and ID in done.stdout


# --- checkout and editable: the course lies above the package ------------------------------------


def test_in_a_checkout(checkout: Path, home: Path, python: Path) -> None:
    assert listed(run(python, "-m", "grader", "list", cwd=checkout))
    deep = checkout / "exercises" / ID
    assert listed(run(python, "-m", "grader", "list", cwd=deep, PYTHONPATH=str(checkout)))
    assert run(python, "-m", "grader", "start", ID, cwd=deep, PYTHONPATH=str(checkout)).returncode == 0
    assert (checkout / "work" / ID / "server.py").is_file()
    assert listed(run(python, "-m", "grader", "list", cwd=home, PYTHONPATH=str(checkout)))


def test_installed_editable(uv: str, checkout: Path, home: Path, python: Path) -> None:
    command = (uv, "pip", "install", "--offline", "--no-deps", "--no-build-isolation", "--python", python)
    done = run(*command, "--editable", checkout, cwd=home)
    assert done.returncode == 0, done.stderr
    grader = python.with_name("grader")
    assert listed(run(grader, "list", cwd=home))
    assert run(grader, "check", ID, "--solution", "-q", cwd=home).returncode == 0
    assert "the one beside the grader's own source" in run(grader, "doctor", cwd=home).stdout


# --- wheel: the course comes along, solutions do not ---------------------------------------------


def install_wheel(wheel: Path, python: Path, home: Path) -> list[Path | str]:
    """Installs with uv where it is at hand, else as any installer would; the command to run."""
    uv = shutil.which("uv")
    if uv is None:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(site(python))
        return [python, "-m", "grader"]
    done = run(uv, "pip", "install", "--offline", "--no-deps", "--python", python, wheel, cwd=home)
    assert done.returncode == 0, done.stderr
    return [python.with_name("grader")]


def test_installed_from_a_wheel(checkout: Path, home: Path, python: Path, tmp_path: Path) -> None:
    grader = install_wheel(wheel_of(checkout, tmp_path / "dist"), python, home)
    course = site(python) / "grader/_course"
    for path in course.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = {path: path.stat().st_mtime_ns for path in course.rglob("*")}

    assert listed(run(*grader, "list", cwd=home))
    assert run(*grader, "start", ID, cwd=home).returncode == 0
    assert {path.name for path in (home / "work" / ID).iterdir()} >= {"README.md", "README.zh.md", "server.py"}
    assert run(*grader, "check", "-q", cwd=home).returncode == 1
    shutil.copytree(ROOT / "solutions" / ID, home / "work" / ID, dirs_exist_ok=True)
    inside = home / "work" / ID
    done = run(*grader, "check", "-q", cwd=inside)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "10/10" in run(*grader, "list", cwd=inside).stdout
    assert "the one that comes with the grader" in run(*grader, "doctor", cwd=home).stdout
    assert {path: path.stat().st_mtime_ns for path in course.rglob("*")} == before


def test_a_wheel_has_no_solutions_and_says_so(checkout: Path, home: Path, python: Path, tmp_path: Path) -> None:
    grader = install_wheel(wheel_of(checkout, tmp_path / "dist"), python, home)
    done = run(*grader, "check", ID, "--solution", cwd=home)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"This course holds no solution of {ID}" in done.stderr


def test_another_course_outdoes_the_one_of_the_wheel(checkout: Path, home: Path, python: Path, tmp_path: Path) -> None:
    grader = install_wheel(wheel_of(checkout, tmp_path / "dist"), python, home)
    shutil.copytree(checkout / "exercises", home / "exercises")
    text = (checkout / "exercises.yaml").read_text("utf-8")
    (home / "exercises.yaml").write_text(text.replace("Network and concurrent", "Our own"), "utf-8")
    assert "Our own" in run(*grader, "list", cwd=home).stdout


# --- uvx ----------------------------------------------------------------------------------------


def test_with_uvx(uv: str, checkout: Path, home: Path) -> None:
    done = run(uv, "tool", "run", "--offline", "--from", checkout, "grader", "list", cwd=home)
    if done.returncode != 0 and ("offline" in done.stderr.lower() or "network" in done.stderr.lower()):
        pytest.skip(f"NOT TESTED: uvx needs packages that it has not cached:\n{done.stderr}")
    assert listed(done), done.stderr
