"""One sandbox for all the lessons of a worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.plugin.workshop import Workshop
from tests.scenario.classroom import Classroom


@pytest.fixture(scope="session")
def workshop() -> Iterator[Workshop]:
    """A sandbox that lives as long as the session."""
    with Workshop() as made:
        yield made


@pytest.fixture
def classroom(workshop: Workshop, tmp_path: Path) -> Classroom:
    """Grades submissions by exercises written on the spot."""
    return Classroom(workshop, tmp_path)
