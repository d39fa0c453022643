"""What came of a grading survives a trip through JSON, and the worst verdict wins."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import Blame
from grader.outcome import CheckResult, Event, Finding, LookResult, Result, RunRecord, Transcript, Verdict, worst

names = st.text(max_size=8)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | names,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)
objects = st.dictionaries(names, plain, max_size=3)
texts = st.dictionaries(st.sampled_from(["en", "zh"]), names)
scores = st.floats(0, 100)
times = st.integers(0, 10**9).map(lambda microseconds: microseconds / 10**6)
field_names = st.sampled_from(["step", "how", "line", "to", "from", "status", "port", "code"])
events = st.builds(
    Event,
    times,
    names,
    names,
    st.one_of(
        st.dictionaries(field_names, plain, max_size=3),
        st.builds(
            lambda data, more: {**more, "data": data}, st.binary(max_size=40), st.dictionaries(field_names, plain)
        ),
        st.builds(lambda text: {"data": text.encode()}, st.text(max_size=40)),
    ),
)
transcripts = st.lists(events, max_size=5).map(Transcript)
indexes = st.none() | st.integers(0, 99)
findings = st.builds(
    Finding,
    code=names,
    args=objects,
    severity=st.sampled_from(["mistake", "remark"]),
    blame=st.sampled_from(Blame),
    run=indexes,
    event=indexes,
    step=indexes,
    file=st.none() | names,
    line=indexes,
    source=st.none() | names,
    expected=st.none() | names,
    actual=st.none() | names,
    message=names,
    hint=names,
)
looks = st.builds(LookResult, st.integers(0, 9), st.integers(0, 9), st.none() | st.booleans(), st.none() | names)
checks = st.builds(
    CheckResult,
    id=names,
    title=texts,
    visibility=st.sampled_from(["public", "hidden"]),
    bonus=st.booleans(),
    points=scores,
    score=scores,
    verdict=st.sampled_from(Verdict),
    reason=st.none() | names,
    because=st.lists(names, max_size=2).map(tuple),
    looks=st.lists(looks, max_size=2).map(tuple),
    hints=st.lists(texts, max_size=2).map(tuple),
    findings=st.lists(findings, max_size=2).map(tuple),
    show=st.sampled_from(["full", "actual", "none"]),
)
runs = st.builds(
    RunRecord,
    id=names,
    values=objects,
    duration=times,
    transcript=transcripts,
    visibility=st.sampled_from(["public", "hidden"]),
    case=objects,
    ends=st.lists(objects, max_size=2).map(tuple),
    blocked=st.lists(objects, max_size=2).map(tuple),
)
results = st.builds(
    Result,
    exercise=names,
    title=texts,
    verdict=st.sampled_from([Verdict.PASSED, Verdict.FAILED, Verdict.ERROR]),
    score=scores,
    max_score=scores,
    seed=st.integers(0, 2**63),
    duration=times,
    hidden=st.sampled_from(["graded", "not_graded", "none"]),
    isolation=objects,
    grader=names,
    python=names,
    course=objects,
    submission=objects,
    checks=st.lists(checks, max_size=3).map(tuple),
    runs=st.lists(runs, max_size=2).map(tuple),
    errors=st.lists(objects, max_size=2).map(tuple),
)


def through_json(value: Any, *, ascii_only: bool) -> Any:
    return json.loads(json.dumps(value, ensure_ascii=ascii_only))


# Large values: few examples say as much.
@settings(max_examples=40)
@given(results, st.booleans())
def test_a_result_survives_json(result: Result, ascii_only: bool) -> None:
    assert Result.from_json(through_json(result.to_json(), ascii_only=ascii_only)) == result


@settings(max_examples=20)
@given(results)
def test_a_result_begins_with_its_schema(result: Result) -> None:
    written = result.to_json()
    assert next(iter(written.items())) == ("schema", "grader/result/v1")


@given(transcripts)
def test_a_transcript_survives_being_saved(transcript: Transcript) -> None:
    assert Transcript.from_lines(transcript.to_lines()) == transcript
    assert Transcript.from_json(through_json(transcript.to_json(), ascii_only=True)) == transcript


@given(transcripts)
def test_a_saved_transcript_has_a_line_for_each_event(transcript: Transcript) -> None:
    lines = transcript.to_lines()
    assert lines.count("\n") == len(transcript)
    for line in lines.split("\n")[:-1]:
        json.loads(line)


@given(st.binary(max_size=60))
def test_bytes_are_shown_as_text_where_they_are_text(data: bytes) -> None:
    written = Event(0.5, "bob", "received", {"data": data}).to_json()
    if "hex" in written:
        assert bytes.fromhex(written["hex"]) == data
        assert "\ufffd" in data.decode("utf-8", "replace")
    else:
        assert written["text"] == data.decode("utf-8")
    assert Event.from_json(written).data == data


def test_an_event_without_bytes_has_no_data() -> None:
    assert Event(0.0, "server", "ended", {"status": 1}).data == b""
    assert Event(0.0, "server", "started").data == b""


@pytest.mark.parametrize("broken", [{}, {"verdict": "perfect"}])
def test_what_is_no_result_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        Result.from_json(broken)


ORDER = [Verdict.PASSED, Verdict.SKIPPED, Verdict.FAILED, Verdict.ERROR]


@pytest.mark.parametrize(("better", "worse"), list(itertools.combinations_with_replacement(ORDER, 2)))
def test_the_worst_is_error_then_failed_then_skipped_then_passed(better: Verdict, worse: Verdict) -> None:
    assert worst([better, worse]) is worse
    assert worst([worse, better]) is worse


@given(st.lists(st.sampled_from(Verdict), min_size=1))
def test_the_worst_is_one_of_them(verdicts: list[Verdict]) -> None:
    assert worst(verdicts) in verdicts
    assert worst(verdicts) is worst(reversed(verdicts))
