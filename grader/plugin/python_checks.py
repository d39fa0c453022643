"""Hidden checks in Python: pytest tests in `tests/hidden/ID.py`, each marked with the check that it counts for.

    @pytest.mark.check("fair_share")
    def test_each_client_gets_its_own_answer(run):
        run.start("server")
        ...

The fixture `run` is a `grader.scenario.live.Live`.  A test that ends early because a look was not met
is a run that was played: what it says about its check is in the session's result, like that of any
other run.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.catalog.model import Run
from grader.errors import Place
from grader.outcome import Finding
from grader.plugin.outcomes import RunOutcome, outcome_of
from grader.plugin.plans import Task
from grader.plugin.session import GradingSession
from grader.plugin.workshop import Job
from grader.scenario.live import Live, Unmet


class HiddenModule(pytest.Module):
    """The Python checks of one exercise, for one submission."""

    def __init__(self, *, task: Task, **rest: Any) -> None:
        super().__init__(**rest)
        self.task = task

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """The tests whose check is to be graded."""
        for item in super().collect():
            check = _check_of(item)
            if check is not None and check in self.task.checks:
                yield item


def hidden_module(parent: pytest.Collector, path: Path, task: Task) -> HiddenModule:
    """A collector for `tests/hidden/ID.py`; one for each submission, told apart by its node id."""
    manager = parent.config.pluginmanager
    if not manager.has_plugin("grader-python"):
        manager.register(PythonChecks(), "grader-python")
    told_apart = re.sub(r"\W", "_", task.submission.name)
    name = f"{parent.nodeid}::{path.stem}-{told_apart}.py"
    return HiddenModule.from_parent(parent, path=path, nodeid=name, task=task)


def _check_of(item: pytest.Item | pytest.Collector) -> str | None:
    mark = item.get_closest_marker("check")
    return str(mark.args[0]) if mark is not None and mark.args else None


class PythonChecks:
    """The fixture and the hooks of Python checks; registered with the grading session."""

    @pytest.fixture
    def run(self, request: pytest.FixtureRequest) -> Iterator[Live]:
        """A fresh run of the submission; what it shows counts for the test's check."""
        module = request.node.getparent(HiddenModule)
        check = _check_of(request.node)
        if module is None or check is None:
            raise pytest.UsageError(
                "the fixture `run` is for checks in tests/hidden, marked with pytest.mark.check(ID)"
            )
        task: Task = module.task
        place = Place(str(module.path), request.node.location[1] or 0)
        run = Run(id=request.node.name, place=place, steps=(), hidden=True)
        session = GradingSession.of(request.config)
        with session.stage(Job(task.exercise, run, task.submission, task.seed)) as stage:
            live = Live(stage, check, f"{task.seed}/{task.exercise.id}/{run.id}")
            request.node.live = (live, stage, task)
            yield live

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
        """Plays the test; an unmet look or a failed assert is the submission's, not the test's."""
        if not isinstance(pyfuncitem.getparent(HiddenModule), HiddenModule):
            return (yield)
        said: str | None = None
        try:
            result = yield
        except Unmet:
            result = True
        except AssertionError as error:
            result, said = True, str(error).split("\n")[0] or "assert"
        live, stage, task = pyfuncitem.live  # type: ignore[attr-defined]
        pyfuncitem.outcome = _outcome(live, stage, task, said, _check_of(pyfuncitem), self.features(pyfuncitem))  # type: ignore[attr-defined]
        return result

    @staticmethod
    def features(item: pytest.Function) -> dict[str, Any]:
        """What isolation the programs ran under."""
        return dict(GradingSession.of(item.config).workshop.features)


def _outcome(live: Live, stage: Any, task: Task, said: str | None, check: str | None, features: dict[str, Any]) -> Any:
    outcome: RunOutcome = outcome_of(
        live.finish(),
        exercise=task.exercise.id,
        submission=str(task.submission),
        repeat=0,
        sources=stage.snapshot.texts(),
        features=features,
    )
    plain = outcome.to_plain()
    if said is not None and check is not None:
        plain["looks"].append([check, len(plain["looks"]), False, "seen", None])
        finding = Finding("python_check", {"text": said})
        plain["findings"].append([check, {**_fields(finding)}])
    return plain


def _fields(finding: Finding) -> dict[str, Any]:
    return {name: getattr(finding, name) for name in finding.__slots__} | {"blame": str(finding.blame)}
