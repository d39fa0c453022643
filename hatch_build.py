"""A step of the wheel's build: lays the public course beside the code, as `grader/_course`."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: What the wheel holds of the course.  Solutions and hidden checks are not among it.
COURSE = ("exercises.yaml", "exercises")


class CourseHook(BuildHookInterface[Any]):
    """Adds the course to a wheel; an editable install reads it in the repository instead."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add to what hatchling is about to collect."""
        if version != "editable":
            build_data["force_include"].update({name: f"grader/_course/{name}" for name in COURSE})
