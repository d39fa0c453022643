"""One workshop for all proofs of a worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.plugin.workshop import Workshop


@pytest.fixture(scope="session")
def workshop() -> Iterator[Workshop]:
    """A sandbox that lives as long as the session."""
    with Workshop() as made:
        yield made
