"""Which course graded, and whether its word can be trusted."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from grader.catalog.model import Course
from grader.plugin.plans import Plan, Task


def course_identity(course: Course, plan: Plan, task: Task) -> dict[str, Any]:
    """Id, digest and trust of the course: a student can edit everything in the submission's own checkout."""
    digest = hashlib.sha256()
    sources = [plan.course / "exercises.yaml", task.exercise.path / "exercise.yaml"]
    if plan.hidden is not None:
        sources += [plan.hidden / f"{task.exercise.id}{ending}" for ending in (".yaml", ".py")]
    for source in sources:
        if source.is_file():
            digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    trusted = plan.solution or not _inside(task.submission, plan.course)
    return {"id": course.id, "digest": f"sha256:{digest.hexdigest()}", "trusted": trusted}


def _inside(folder: Path, root: Path) -> bool:
    return folder.resolve().is_relative_to(root.resolve())
