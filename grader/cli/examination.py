"""What `grader doctor` finds out, as plain data."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader import __version__
from grader.catalog.location import COURSE_FILE, find_course, packaged_course
from grader.cli import remedies, screen
from grader.cli.workplace import Workplace
from grader.errors import CourseError, GraderError
from grader.messages import _, current_language

if TYPE_CHECKING:
    from grader.cli.selftest import SelfTest

SCHEMA = "grader/doctor/v1"

Found = dict[str, Any]


def examine(options: argparse.Namespace) -> Found:
    """Everything; each part is there on every machine, however little of it works."""
    tools = _tools()
    container = any(Path(mark).exists() for mark in ("/.dockerenv", "/run/.containerenv"))
    machine = remedies.Machine(
        os.geteuid() == 0, container, any(tool["name"] == "bwrap" and tool["path"] for tool in tools)
    )
    test = _selftest()
    return {
        "schema": SCHEMA,
        "grader": __version__,
        "system": {
            "name": platform.system(),
            "release": platform.release(),
            "machine": platform.machine(),
            "processors": _processors(),
            "container": container,
            "administrator": machine.administrator,
        },
        "selftest": _test(test),
        "isolation": _isolation(test, machine),
        "python": _python(test),
        "tools": tools,
        "terminal": _terminal(options),
        "course": _course(options),
    }


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _selftest() -> SelfTest | None:
    """None where not even the attempt makes sense."""
    if sys.platform != "linux":
        return None
    from grader.cli.selftest import examine as grade_something  # elsewhere it cannot even be imported

    return grade_something()


def _test(test: SelfTest | None) -> Found:
    if test is None:
        trouble = _("programs are graded on Linux only; on other systems, use a virtual machine, a container or WSL 2")
        return {"passed": False, "trouble": trouble, "silence_proved": False, "lines_found": False, "seconds": 0.0}
    return {
        "passed": not test.trouble,
        "trouble": test.trouble,
        "silence_proved": test.settled,
        "lines_found": test.lines,
        "seconds": test.seconds,
    }


def _isolation(test: SelfTest | None, machine: remedies.Machine) -> Found:
    from grader.sandbox.tiers import Tier, tier_of

    had: Found = dict(test.features) if test is not None else {"features": [], "missing": {}}
    every = {*remedies.FEATURES, *had["features"]}
    needed = [name for name in remedies.FEATURES if tier_of({"features": every - {name}}) is not Tier.FULL]
    # Whoever is administrator needs no user namespace, and nobody reports one.
    lacking = dict.fromkeys((name for name in needed if name not in had["features"]), "") | dict(had["missing"])
    missing = [
        {"name": name, "why": why, "needed_for_full": name in needed, "remedy": remedies.of_feature(name, machine)}
        for name, why in lacking.items()
    ]
    return {"tier": str(tier_of(had)), "features": list(had["features"]), "missing": missing}


def _python(test: SelfTest | None) -> Found:
    from grader.sandbox.policy import interpreter

    facts = dict(test.facts) if test is not None else {}
    programs = {name: facts.get(name) for name in ("version", "start_method", "start_methods", "stdout", "locale")}
    return {
        "grader": {"version": platform.python_version(), "executable": sys.executable},
        "programs": {"executable": interpreter(), **programs},
    }


def _tools() -> list[Found]:
    found = []
    for name, purpose in remedies.TOOLS.items():
        path = shutil.which(name) if name != "py-spy" else _beside(name)
        remedy = "" if path else remedies.of_tool(name)
        found.append({"name": name, "path": path, "purpose": _(purpose), "remedy": remedy})
    return found


def _beside(name: str) -> str | None:
    """A program that was installed along with the grader."""
    path = Path(sys.executable).with_name(name)
    return str(path) if path.exists() else None


def _terminal(options: argparse.Namespace) -> Found:
    variables = ("LC_ALL", "LC_MESSAGES", "LANG", "TERM", "NO_COLOR")
    return {
        "terminal": sys.stdout.isatty(),
        "encoding": sys.stdout.encoding,
        "filesystem": sys.getfilesystemencoding(),
        "language": current_language(),
        "width": screen.width(),
        "colours": bool(screen.colours(options.color)),
        "glyphs": screen.glyphs(),
        "variables": {name: os.environ[name] for name in variables if name in os.environ},
    }


def _course(options: argparse.Namespace) -> Found:
    """Which course would be graded from here, and what of it is there."""
    given = Path(options.course) if options.course else None
    found: Found = {"root": None, "found": None, "exercises": [], "problems": []}
    try:
        root = find_course(Path.cwd(), given)
    except GraderError as error:
        return {**found, "problems": [str(error)]}
    hidden, solutions, workplace = root / "tests" / "hidden", root / "solutions", Workplace(root)
    found |= {
        "root": str(root),
        "found": _how(root, given),
        "work": str(workplace.folder),
        "hidden": str(hidden) if hidden.is_dir() else None,
        "solutions": str(solutions) if solutions.is_dir() else None,
    }
    from grader.catalog.loader import load_all

    try:
        course, exercises = load_all(root, hidden=hidden if hidden.is_dir() else None)
    except CourseError as error:
        return {**found, "problems": [str(problem) for problem in error.problems]}
    found |= {"id": course.id, "title": dict(course.title), "exercises": list(exercises)}
    return {**found, "started": workplace.started(exercises)}


def _how(root: Path, given: Path | None) -> str:
    if given is not None:
        return "option"
    if root == packaged_course():
        return "package"
    here = Path.cwd().resolve()
    return "upward" if any((folder / COURSE_FILE).is_file() for folder in (here, *here.parents)) else "checkout"
