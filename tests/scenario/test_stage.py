"""A stage that is set ahead of time."""

from __future__ import annotations

from grader import clock
from grader.catalog.loader import load_exercise
from grader.plugin.workshop import Job, Workshop
from grader.scenario import play
from tests.grading import COURSE, ROOT


def test_the_time_that_a_stage_has_stood_ready_counts_for_nothing() -> None:
    """Else a run that had to wait for a long one before it would reach its wall limit at once."""
    exercise = load_exercise(COURSE, "03_udp_chat")
    job = Job(exercise, exercise.runs["client_alone"], ROOT / "solutions" / "03_udp_chat", 1)
    with Workshop() as workshop:
        workshop.prepare(job)
        stage = workshop.stage(job)
        stage.began -= 3600
        began = clock.now()
        try:
            played = play(stage)
        finally:
            stage.close()
    assert played.reading.broke is None
    assert all(answer.met for answer in played.reading.settle_accounts())
    assert played.record.duration <= clock.now() - began
    assert [event.t for event in played.record.transcript] == sorted(event.t for event in played.record.transcript)
