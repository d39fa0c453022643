"""A grading session inside of pytest: plays runs in a worker, merges their outcomes in the controller."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader import clock
from grader.catalog.model import Course
from grader.errors import Blame, GraderError, NoSubmission, Place, Problem, Unsupported, UsageError
from grader.kernel import proc
from grader.outcome import Result, Verdict
from grader.plugin.identity import course_identity
from grader.plugin.marking import Circumstances, mark
from grader.plugin.outcomes import RunOutcome, not_played, outcome_of
from grader.plugin.plans import Plan, Task, checks_of
from grader.plugin.workshop import Job, Workshop
from grader.sandbox.tiers import Tier, tier_of
from grader.scenario import Stage, play

#: How many runs are set up while one is played: their interpreters start on the other cores.
AHEAD = 3

#: A plan, the course that it is for, and the tasks in it.
Loaded = tuple[Plan, Course, list[Task]]


class Handover:
    """Brings a workshop that is already open into a pytest session of this process, and its results out."""

    def __init__(self, workshop: Workshop | None, loaded: Loaded) -> None:
        self._workshop = workshop
        self._loaded = loaded
        self._session: GradingSession | None = None

    def pytest_configure(self, config: pytest.Config) -> None:
        """Registers the grading session before anything is collected."""
        self._session = GradingSession(config, self._workshop, self._loaded)
        config.pluginmanager.register(self._session, "grader-session")

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionstart(self) -> Generator[None, None, None]:
        """Starts workers deaf to Ctrl-C, which reaches the whole process group: this process alone ends them.

        This process hears it again (`grader.plugin.invocation` has made it deaf) when all have started.
        """
        try:
            return (yield)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})

    def pytest_keyboard_interrupt(self) -> None:
        """Ends the workers, this process's only children, at once: xdist would wait ten seconds for their runs.

        Their brokers see to the programs.
        """
        if self._workshop is None:
            for pid in proc.children(os.getpid()):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    @property
    def uncollected(self) -> list[Problem]:
        """What could not be collected: checks in Python that cannot be imported, say."""
        return self._session.uncollected if self._session is not None else []

    @property
    def results(self) -> list[Result]:
        """The results of the finished session (empty when it did not get that far)."""
        return self._session.results if self._session is not None else []


class GradingSession:
    """The plugin object of one session, found again by its name.

    `results` are there once the session is finished; in a worker they stay empty.
    """

    def __init__(self, config: pytest.Config, workshop: Workshop | None = None, loaded: Loaded | None = None) -> None:
        self.config = config
        self.results: list[Result] = []
        self.uncollected: list[Problem] = []
        self._workshop = workshop
        self._owns_workshop = workshop is None
        self._loaded = loaded
        self._outcomes: dict[str, dict[str, Any]] = {}
        self._faults: dict[str, dict[str, str]] = {}
        self._replayed: set[str] = set()
        self._began = clock.now()
        self._coming: list[Job] = []
        self._order: dict[str, int] = {}

    @staticmethod
    def of(config: pytest.Config) -> GradingSession:
        """The session of a config."""
        found = config.pluginmanager.get_plugin("grader-session")
        assert isinstance(found, GradingSession)
        return found

    # --- what is to be graded -----------------------------------------------------------

    def tasks_for(self, path: Path) -> list[Task]:
        """The tasks of the exercise whose file this is."""
        return [task for task in self._tasks(path) if task.exercise.id == path.parent.name]

    def _tasks(self, path: Path) -> list[Task]:
        option = self.config.getoption("--grader-plan")
        if self._loaded is None and option:
            plan = Plan.from_option(option)
            self._loaded = (plan, *plan.load())
        if not option and (self._loaded is None or path.parent.name not in dict(self._loaded[0].submissions)):
            self._add(self._plan_of_options(path))
        assert self._loaded is not None
        return self._loaded[2]

    def _add(self, plan: Plan) -> None:
        """Takes up another exercise of the course."""
        course, tasks = plan.load()
        if self._loaded is not None:
            before = self._loaded
            plan = replace(before[0], submissions=before[0].submissions + plan.submissions)
            tasks = before[2] + tasks
        self._loaded = (plan, course, tasks)

    def _plan_of_options(self, path: Path) -> Plan:
        """A plan for `pytest exercises/ID --submission DIR`."""
        config = self.config
        course, name = path.parent.parent.parent, path.parent.name
        folder = config.getoption("--submission")
        if config.getoption("--solution"):
            folder = str(course / "solutions")
        if folder is None:
            raise UsageError("say what to grade: --submission DIR or --solution")
        root = Path(folder).resolve()
        if not root.is_dir():
            raise NoSubmission(f"there is no folder {root}")
        hidden = config.getoption("--hidden")
        lies = course / "tests" / "hidden"
        return Plan(
            course=course,
            hidden=(lies if lies.is_dir() else None)
            if hidden == "auto"
            else None
            if hidden == "none"
            else Path(hidden).resolve(),
            seed=config.getoption("--grader-seed") or 1,
            repeat=config.getoption("--grader-repeat"),
            only=tuple(config.getoption("--grader-only")),
            submissions=((name, str(root / name if (root / name).is_dir() else root)),),
            solution=config.getoption("--solution"),
        )

    # --- in the worker ------------------------------------------------------------------

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, Any, Any]:
        """Notes which runs come next, so that their programs can start up meanwhile.

        A worker knows only the next one of those that are its own.
        """
        if hasattr(item.config, "workerinput"):
            coming = [nextitem]
        else:
            at = self._positions(item.session)[item.nodeid]
            coming = list(item.session.items[at + 1 : at + 1 + AHEAD])
        self._coming = [job for one in coming if (job := getattr(one, "job", None)) is not None]
        return (yield)

    def _positions(self, session: pytest.Session) -> dict[str, int]:
        if not self._order:
            self._order = {item.nodeid: number for number, item in enumerate(session.items)}
        return self._order

    @property
    def workshop(self) -> Workshop:
        """The workshop of this process, opened when first needed."""
        if self._workshop is None:
            self._workshop = Workshop()
        return self._workshop

    @contextmanager
    def stage(self, job: Job) -> Iterator[Stage]:
        """The stage of a job, while the programs of the next one start up."""
        stage = self.workshop.stage(job)
        try:
            for coming in self._coming:
                self.workshop.prepare(coming)
            yield stage
        finally:
            stage.close()
            self.workshop.release()

    def play(self, job: Job) -> dict[str, Any]:
        """Plays one run and judges it; the outcome as plain data."""
        try:
            with self.stage(job) as stage:
                played = play(stage)
        except Unsupported:
            where = job.exercise.id, str(job.submission), job.repeat
            return not_played(*where, job.run, checks_of(job.run), self.workshop.features).to_plain()
        wrong = any(answer.met is False for answer in played.reading.settle_accounts())
        return outcome_of(
            played,
            exercise=job.exercise.id,
            submission=str(job.submission),
            repeat=job.repeat,
            sources=stage.snapshot.texts() if wrong or played.claims else {},
            features=self.workshop.features,
        ).to_plain()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Puts a run's outcome, or whose fault it is that there is none, on its report."""
        report = yield
        if call.when == "call" and hasattr(item, "outcome"):
            report.grader_outcome = item.outcome  # type: ignore[attr-defined] # xdist carries it
        if call.excinfo is not None:
            error = call.excinfo.value
            # A check in Python that raises is broken; in a run of the YAML there is no code but ours.
            unforeseen = Blame.COURSE if isinstance(item, pytest.Function) else Blame.GRADER
            blame = error.blame if isinstance(error, GraderError) else unforeseen
            message = str(error) if isinstance(error, GraderError) else f"{type(error).__name__}: {error}"
            fault = {"blame": str(blame), "message": message}
            report.grader_fault = fault  # type: ignore[attr-defined]
        return report

    # --- in the controller --------------------------------------------------------------

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Collects outcomes, from this process or from workers."""
        outcome = getattr(report, "grader_outcome", None)
        if outcome is not None:
            self._outcomes[report.nodeid] = outcome
            self._faults.pop(report.nodeid, None)
        elif report.failed and report.nodeid not in self._outcomes:
            text = getattr(report, "longreprtext", "").strip().split("\n")[-1]
            fault = getattr(report, "grader_fault", {"blame": str(Blame.GRADER), "message": text})
            self._faults[report.nodeid] = fault

    @pytest.hookimpl(optionalhook=True)
    def pytest_handlecrashitem(self, crashitem: str, report: pytest.TestReport, sched: Any) -> None:
        """A worker died while it played a run, which says nothing about the submission: once more, and only once."""
        if crashitem not in self._replayed:
            self._replayed.add(crashitem)
            sched.mark_test_pending(crashitem)
            report.outcome = "rerun"  # type: ignore[assignment] # neither passed nor failed

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Notes what could not be collected; pytest itself only says that it was interrupted by it."""
        if report.failed:
            lines = [line for line in str(report.longrepr).strip().split("\n") if line.strip()]
            self.uncollected.append(Problem(Place(report.nodeid), lines[-1].strip() if lines else "?"))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Merges the outcomes into results, reports each check, sets the exit status."""
        if self._owns_workshop and self._workshop is not None:
            self._workshop.close()
        if hasattr(session.config, "workerinput") or self._loaded is None:
            return
        plan, course, tasks = self._loaded
        self.results = [self._merge(course, plan, task) for task in tasks]
        for task, result in zip(tasks, self.results, strict=True):
            self._report_checks(session, task, result)
        if any(result.verdict is not Verdict.PASSED for result in self.results) and session.exitstatus == 0:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _merge(self, course: Course, plan: Plan, task: Task) -> Result:
        outcomes = {}
        for plain in self._outcomes.values():
            if plain["exercise"] == task.exercise.id and plain["submission"] == str(task.submission):
                outcomes[plain["record"]["id"], plain["repeat"]] = plain
        jobs = task.jobs()
        planned = [(job.run.id, job.repeat) for job in jobs]
        played = [outcomes[key] for key in planned if key in outcomes]
        errors = [fault for nodeid, fault in self._faults.items() if self._concerns(nodeid, task)]
        if len(played) < len(jobs) and not errors:
            errors = [{"blame": str(Blame.GRADER), "message": "a run was not played to its end"}]
        hidden = "graded" if task.exercise.has_hidden else "none"
        return mark(
            task.exercise,
            # Checks in Python come after the runs of the YAML, in the order in which they were played.
            [RunOutcome.from_plain(outcomes[key]) for key in _in_order(outcomes, planned)],
            task.checks,
            Circumstances(
                seed=task.seed,
                duration=round(clock.now() - self._began, 3),
                hidden=hidden,
                tier=tier_of(played[0]["features"]) if played else Tier.NONE,
                course=course_identity(course, plan, task),
                submission={"path": str(task.submission), "files": self._digests(task)},
                errors=errors,
            ),
        )

    @staticmethod
    def _concerns(nodeid: str, task: Task) -> bool:
        """Whether a fault is one of a task's runs; whatever cannot be told concerns everybody."""
        file, _colons, name = nodeid.partition("::")
        exercise = Path(file).parent.name if Path(file).name == "exercise.yaml" else task.exercise.id
        return exercise == task.exercise.id and ("[" not in name or f"[{task.submission.name}]" in name)

    def _digests(self, task: Task) -> dict[str, str]:
        from grader.sandbox.intake import take  # the controller of a distributed session has no workshop

        snapshot = self._workshop.snapshot(task.submission) if self._workshop is not None else take(task.submission)
        return snapshot.digests()

    def _report_checks(self, session: pytest.Session, task: Task, result: Result) -> None:
        """One report a check, for sessions with pytest's own reporters."""
        if not session.config.pluginmanager.has_plugin("terminalreporter"):
            return
        from grader.report.findings import render_finding  # the texts are not needed otherwise

        outcomes = {Verdict.PASSED: "passed", Verdict.FAILED: "failed", Verdict.SKIPPED: "skipped"}
        for check in result.checks:
            run = next((run.id for run in task.exercise.runs.values() if check.id in checks_of(run)), "-")
            nodeid = f"exercises/{result.exercise}/exercise.yaml::{run}::{check.id}"
            text = "\n".join(render_finding(finding).message for finding in check.findings) or str(check.reason)
            location = (f"exercises/{result.exercise}/exercise.yaml", 0, f"{run}::{check.id}")
            outcome: Any = outcomes.get(check.verdict, "failed")
            longrepr: Any = None if outcome == "passed" else text
            if outcome == "skipped":
                longrepr = (location[0], 0, f"Skipped: {', '.join(check.because) or text}")
            if outcome == "failed" and check.bonus:
                outcome = "skipped"  # with `wasxfail` below: pytest's word for a failure that costs nothing
            when: Any = "setup" if check.verdict is Verdict.ERROR else "call"
            report = pytest.TestReport(nodeid, location, {}, outcome, longrepr, when)
            if check.bonus and check.verdict is Verdict.FAILED:
                report.wasxfail = "bonus"
            session.config.hook.pytest_runtest_logreport(report=report)


def _in_order(outcomes: Mapping[tuple[str, int], Any], planned: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """The runs that were played: those of the YAML in its order, then the checks in Python."""
    return [key for key in planned if key in outcomes] + [key for key in outcomes if key not in planned]
