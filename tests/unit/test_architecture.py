"""The architecture as failing checks: the contracts in pyproject.toml, and what they cannot say."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "grader"
MODULES = sorted(PACKAGE.rglob("*.py"))

LAYERS = "Imports run downward"
PYTEST = "Only plugin and batch know pytest"
YAML = "Only catalog and author know YAML"
PURE = "Judging and reporting touch nothing outside"
FILES = "Judging and reporting open no files"
KERNEL = "The kernel's readers stand alone"
STARTING = "Only the sandbox starts processes"
TERMINALS = "Only programs drives terminals with pexpect"
CLOCK = "Time has one door"
CONTRACTS = {LAYERS, PYTEST, YAML, PURE, FILES, KERNEL, STARTING, TERMINALS, CLOCK}


def dotted(path: Path) -> str:
    """The module that a file of the package is."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(path: Path) -> str:
    """The part of the package that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def located(path: Path, node: ast.stmt | ast.expr) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text("utf-8")))


# --- the contracts ----------------------------------------------------------------------------


def lint(folder: Path) -> dict[str, str]:
    """Runs the linter on the package in `folder`; what became of each contract."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache"],
        cwd=folder,
        env={"NO_COLOR": "1", "COLUMNS": "200", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    verdicts = dict(re.findall(r"^(.+) (KEPT|BROKEN)\b", done.stdout, re.MULTILINE))
    assert done.returncode == ("BROKEN" in verdicts.values()), done.stdout + done.stderr
    return verdicts


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with a copy of the package and its contracts."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(PACKAGE, tmp_path / "grader", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def plant(package: Path, place: str, source: str) -> None:
    """Puts a line into a room, whether it is a folder, a module or not built yet."""
    if (package / place).is_dir():
        (package / place / "planted.py").write_text(source + "\n", "utf-8")
    else:
        module = package / f"{place}.py"
        before = module.read_text("utf-8") if module.exists() else ""
        module.write_text(f"{before}\n{source}\n", "utf-8")


def test_all_contracts_are_kept() -> None:
    assert lint(ROOT) == dict.fromkeys(CONTRACTS, "KEPT")


def test_only_unbuilt_layers_stand_in_parentheses() -> None:
    # One in parentheses could be renamed unnoticed, and its contracts with it.
    optional = re.findall(r"\((\w+)\)", (ROOT / "pyproject.toml").read_text("utf-8").partition("layers = [")[2])
    built = {room(path) for path in MODULES}
    assert not built & set(optional)


@pytest.mark.parametrize(
    ("contract", "place", "source"),
    [
        (LAYERS, "catalog", "import grader.scenario"),
        (LAYERS, "judge", "import grader.report.columns"),
        (LAYERS, "outcome", "import grader.sandbox"),
        (LAYERS, "messages", "import grader.errors"),
        (LAYERS, "newroom", "import json"),
        (PYTEST, "scenario", "import pytest"),
        (PYTEST, "cli", "from xdist.scheduler import LoadScheduling"),
        (PYTEST, "plugin", "from _pytest.nodes import Item"),
        (YAML, "scenario", "import yaml"),
        (YAML, "plugin", "from yaml import safe_load"),
        (PURE, "judge", "import socket"),
        (PURE, "outcome", "import threading"),
        (PURE, "report", "def wait():\n    import select"),
        (PURE, "judge", "import grader.clock"),
        (FILES, "report", "import os"),
        (FILES, "judge", "from tempfile import mkdtemp"),
        (KERNEL, "kernel", "import wcwidth"),
        (STARTING, "peers", "import subprocess"),
        (STARTING, "cli", "from multiprocessing import Process"),
        (STARTING, "programs", "import pty"),
        (TERMINALS, "scenario", "from pexpect.fdpexpect import fdspawn"),
        (CLOCK, "peers", "from time import monotonic"),
    ],
)
def test_a_violation_breaks_its_contract_alone(contract: str, place: str, source: str, copy: Path) -> None:
    # A room that does not exist yet stands where the layers say; the copy may need its target, too.
    for target in re.findall(r"import grader\.(\w+)", source):
        plant(copy / "grader", target, "")
    plant(copy / "grader", place, source)
    assert lint(copy) == {**dict.fromkeys(CONTRACTS, "KEPT"), contract: "BROKEN"}


def test_the_kernel_may_not_import_its_siblings(copy: Path) -> None:
    # Two contracts say so: the layers, and the one that a reader of `kernel` would look for.
    plant(copy / "grader", "kernel", "import grader.errors")
    assert lint(copy) == {**dict.fromkeys(CONTRACTS, "KEPT"), LAYERS: "BROKEN", KERNEL: "BROKEN"}


def test_the_kernel_uses_the_standard_library_only() -> None:
    for path in MODULES:
        if room(path) != "kernel":
            continue
        for node in nodes(path):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            else:
                continue
            for name in names:
                own = name == "grader.kernel" or name.startswith("grader.kernel.")
                assert own or name.partition(".")[0] in sys.stdlib_module_names, f"{located(path, node)}: {name}"


# --- who starts programs, who waits -------------------------------------------------------------

#: What starts a process, by the module that it belongs to.
STARTERS = {
    "asyncio": re.compile(r"create_subprocess_\w+"),
    "os": re.compile(r"fork|forkpty|posix_spawnp?|(exec|spawn)[lv]p?e?|system|popen"),
    "pexpect": re.compile(r"(spawn|run)u?|pty_spawn|popen_spawn|pxssh|replwrap"),
}
#: Names that mean the same whatever their owner is called here.
PLAIN = re.compile(r"fork|forkpty|posix_spawnp?|exec[lv]p?e?|popen|create_subprocess_\w+")


def starters(tree: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """Where a module names something that starts a process."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            owner = (node.module or "").partition(".")[0]
            names = [alias.name for alias in node.names] + (node.module or "").split(".")[1:]
        elif isinstance(node, ast.Attribute):
            owner, names = ast.unparse(node.value), [node.attr]
        else:
            continue
        for name in names:
            if PLAIN.fullmatch(name) or (owner in STARTERS and STARTERS[owner].fullmatch(name)):
                yield node, f"{owner}.{name}"


@pytest.mark.parametrize(
    "source",
    [
        "import os\nos.fork()",
        "import os as system\nsystem.posix_spawn('/bin/sh', [], {})",
        "from os import execvpe",
        "import os\nos.system('ls')",
        "import pexpect\npexpect.spawn('ls')",
        "from pexpect import spawn",
        "from pexpect.pty_spawn import spawn",
        "import asyncio\nasyncio.create_subprocess_exec('ls')",
    ],
)
def test_a_started_process_is_seen(source: str) -> None:
    assert list(starters(ast.parse(source)))


def test_what_starts_none_is_not_taken_for_it() -> None:
    source = "import asyncio, os\nfrom pexpect import fdpexpect\nasyncio.run(main())\nos.openpty()\nself.run()"
    assert not list(starters(ast.parse(source)))


def test_only_the_sandbox_starts_processes() -> None:
    found = [
        f"{located(path, node)}: {name}"
        for path in MODULES
        if room(path) != "sandbox"
        for node, name in starters(ast.parse(path.read_text("utf-8")))
    ]
    assert not found


def test_nothing_sleeps() -> None:
    found = [
        located(path, node)
        for path in [*MODULES, *(ROOT / "tests").glob("*/test_*.py")]
        for node in nodes(path)
        if isinstance(node, ast.Call) and re.fullmatch(r"(\w+\.)*sleep", ast.unparse(node.func))
    ]
    assert not found


def test_what_acts_and_sees_knows_no_verdict() -> None:
    found = [
        located(path, node)
        for path in MODULES
        if room(path) in {"programs", "peers", "witness"}
        for node in nodes(path)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("grader.outcome")
        and {alias.name for alias in node.names} & {"CheckResult", "Finding", "Verdict"}
    ]
    assert not found


# --- names, sizes, start-up ---------------------------------------------------------------------


def test_no_name_says_nothing() -> None:
    empty = {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}
    assert not [path for path in MODULES if empty & set(path.with_suffix("").relative_to(PACKAGE).parts)]


def test_files_and_functions_are_short() -> None:
    found = []
    for path in [*MODULES, *(ROOT / "tests").glob("*/test_*.py")]:
        source = path.read_text("utf-8")
        if (lines := source.count("\n")) > 500:
            found.append(f"{path.relative_to(ROOT)}: {lines} lines")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                if (lines := node.end_lineno - node.lineno + 1) > 60:
                    found.append(f"{located(path, node)}: {node.name} has {lines} lines")
    assert not found


#: Imports each module that it is told with all others of the package forgotten.
IMPORT_ALONE = """
import importlib, sys
for name in sys.argv[1:]:
    for known in [known for known in sys.modules if known.partition(".")[0] == "grader"]:
        del sys.modules[known]
    try:
        importlib.import_module(name)
    except BaseException as error:
        sys.exit(f"{name}: {error!r}")
"""


def test_every_module_can_be_imported_alone() -> None:
    # Without warnings, and in any order: a cycle shows only when it is entered from its other side.
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", IMPORT_ALONE, *map(dotted, MODULES)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_command_starts_light() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, grader.cli; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    heavy = {"asyncio", "multiprocessing", "pexpect", "pytest", "subprocess", "xdist", "yaml"}
    assert not heavy & set(done.stdout.split())
