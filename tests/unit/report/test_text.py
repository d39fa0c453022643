"""The terminal report, against expected files: what a student sees, word for word."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from grader import messages
from grader.outcome import Event, Finding, Result, Transcript, Verdict
from grader.report.columns import cells
from grader.report.redact import redact, reveal
from grader.report.text import render, summary

Record = Callable[[str, str], None]
Samples = dict[str, Callable[[], Result]]

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def shown(result: Result, *, width: int = 80, color: bool = False, unicode: bool = True, verbose: int = 0) -> str:
    return render(redact(result), width=width, color=color, unicode=unicode, verbose=verbose)


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_report(sample_name: str, sample: Result, lang: str, recorded: Record) -> None:
    messages.set_language(lang)
    recorded(f"{sample_name}.{lang}", shown(sample))


def test_narrow_terminal_without_unicode(samples: Samples, recorded: Record) -> None:
    recorded("no_answer.narrow", shown(samples["no_answer"](), width=50, unicode=False))


def test_everything(samples: Samples, recorded: Record) -> None:
    recorded("answer_to_wrong_client.verbose", shown(samples["answer_to_wrong_client"](), verbose=1))


def test_one_line(sample: Result) -> None:
    text = shown(sample, verbose=-1)
    assert text.count("\n") == 1
    assert sample.exercise in text


def test_colours_are_all_that_colour_adds(sample: Result) -> None:
    coloured = shown(sample, color=True)
    assert _COLOUR.sub("", coloured) == shown(sample)
    # Reset, bold, dim, and the sixteen colours: what every terminal has.
    assert {code for codes in re.findall(r"\x1b\[([0-9;]*)m", coloured) for code in codes.split(";")} <= {
        *"012",
        *map(str, range(30, 38)),
    }


@pytest.mark.parametrize("lang", messages.LANGUAGES)
@pytest.mark.parametrize("width", [80, 100, 60, 40])
def test_nothing_is_wider_than_the_terminal(sample: Result, width: int, lang: str) -> None:
    messages.set_language(lang)
    text = shown(sample, width=width, verbose=1)
    # The one exception: a command is copied as a whole.
    too_wide = [line for line in text.split("\n") if cells(line) > width and "grader check" not in line]
    assert not too_wide


def test_without_unicode_the_report_itself_is_ascii(sample: Result) -> None:
    own = shown(sample, unicode=False)
    # What is left are words of students, and quotation marks in the words about a difference.
    assert not set("✔✘…▲│─├┤┼▶◀●→╌·") & set(own)


def test_values_are_never_cut_off(samples: Samples) -> None:
    result = samples["printed_differently"]()
    finding = result.checks[0].findings[0]
    text = "".join(line.strip() for line in shown(result, width=60).split("\n"))
    for value in (finding.expected, finding.actual):
        assert value is not None
        assert value.replace(" ", "")[-12:] in text.replace(" ", "")


def test_the_mark_stands_below_the_first_difference(samples: Samples) -> None:
    lines = shown(samples["printed_differently"]()).split("\n")
    at = next(number for number, line in enumerate(lines) if "▲" in line)
    got, mark = lines[at - 1], lines[at]
    assert cells(got[: got.index("明:") + 1]) == cells(mark[: mark.index("▲")])


def test_lanes_line_up_beside_full_width_words(samples: Samples) -> None:
    lines = shown(samples["answer_to_wrong_client"]()).split("\n")
    ladder = [line for line in lines if line.count("│") + line.count("●") + line.count("├") + line.count("┤") >= 3]
    assert len(ladder) == 9
    for line in ladder:
        lanes = [cells(line[:at]) for at, char in enumerate(line) if char in "│●├┤"]
        assert lanes[:3] == [10, 18, 26]


def test_a_mistake_is_told_once(samples: Samples) -> None:
    text = shown(samples["crash"]())
    assert text.count("KeyError: 'user'") == 2  # in the sentence and below the traceback
    assert "Same cause as above: The server prints who said what" in text


def test_a_hidden_check_says_no_more_than_its_title(samples: Samples) -> None:
    text = shown(samples["hidden_failed"]())
    assert "in the order of arrival (hidden)" in text
    assert "how it is checked is not shown" in text


def test_a_grader_fault_blames_nobody_else(samples: Samples) -> None:
    text = shown(samples["grader_fault"]())
    assert "This is not your fault and costs you no points." in text
    assert "Fix:" not in text


def test_the_command_names_a_submission_that_lies_elsewhere(samples: Samples) -> None:
    result = samples["crash"]()
    assert "--submission" not in shown(result)
    elsewhere = replace(result, submission={**result.submission, "path": "/home/lin/my work"})
    assert "--submission '/home/lin/my work' --only prints_message" in shown(elsewhere)


def test_two_findings_of_one_check_are_told_and_more_are_counted(samples: Samples) -> None:
    result = samples["no_answer"]()
    finding = result.checks[0].findings[0]
    more = tuple(
        replace(finding, code="wrong_value", args={"key": key, "program": "server.py"}, file="server.py", line=line)
        for line, key in enumerate(("msg", "username", "time"), 1)
    )
    several = replace(result, checks=(replace(result.checks[0], findings=(finding, *more)), *result.checks[1:]))
    text = shown(several)
    assert "'msg'" in text
    assert "'username'" not in text
    assert "(2 more findings)" in text
    assert "'time'" in shown(several, verbose=1)


def test_a_verdict_that_rests_on_a_clock_says_so(samples: Samples) -> None:
    result = samples["no_answer"]()
    check = result.checks[0]
    look = replace(check.looks[0], proof="patience")
    late = replace(result, checks=(replace(check, looks=(look,)), *result.checks[1:]))
    assert "this verdict rests on waiting for a while, not on a proof" in " ".join(shown(late).split())
    assert "rests on waiting" not in shown(result)


def test_an_unknown_code_is_readable(samples: Samples) -> None:
    result = samples["crash"]()
    finding = Finding("lights_out", {"lamp": "left", "program": "server.py"})
    strange = replace(result, checks=(replace(result.checks[0], findings=(finding,)), *result.checks[1:]))
    assert "The check found something else: lights out (lamp: left)." in shown(strange)


def test_hostile_text_stays_text(samples: Samples) -> None:
    """Nothing that a student controls reaches the terminal as a command."""
    evil = "\x1b]52;c;ZXZpbA==\x07\x1b[2K\x9b31m\u202eevil\u2066\r\udcff\x00"
    result = samples["answer_to_wrong_client"]()
    transcript = Transcript(
        Event(e.t, e.actor, e.kind, {**e.fields, "data": evil.encode("utf-8", "surrogateescape") + e.data})
        if "data" in e.fields
        else e
        for e in result.runs[0].transcript
    )
    run = replace(result.runs[0], transcript=transcript, values={"x": evil, evil: "x"})
    findings = tuple(
        replace(
            result.checks[1].findings[0],
            code=code,
            args={"error": evil, "program": evil, "actor": evil, "key": evil, "detail": evil},
            file=evil,
            source=evil,
            expected=evil,
            actual=evil + "x",
            line=number,
        )
        for number, code in enumerate(("crashed", "wrong_value", evil), 1)
    )
    broken = replace(
        result,
        runs=(run,),
        checks=(*result.checks[:1], replace(result.checks[1], findings=findings)),
        submission={"path": evil, "files": {evil: "x"}},
        errors=({"blame": "grader", "message": evil},),
    )
    for text in (shown(broken, verbose=1), shown(broken), shown(broken, verbose=-1)):
        assert not set(text) & set("\x1b\x07\x9b\u202e\u2066\r\udcff\x00")
        text.encode("utf-8")


def test_a_flood_of_output_stays_readable(samples: Samples) -> None:
    result = samples["no_answer"]()
    run = result.runs[0]
    line = "等待消息……\r\n".encode()
    pieces = [Event(1.0, "server", "printed", {"data": (line * 4000)[at : at + 1000]}) for at in range(0, 60_000, 1000)]
    flooded = replace(run, transcript=Transcript([*run.transcript, *pieces]))
    finding = replace(result.checks[0].findings[0], code="output_flood", event=len(flooded.transcript) - 1)
    loud = replace(result, runs=(flooded, *result.runs[1:]), checks=(replace(result.checks[0], findings=(finding,)),))
    assert re.search(r"等待消息……  \(\d+ times\)", shown(loud))
    assert "\\x" not in shown(loud)
    assert len(shown(loud, verbose=1)) < 60_000
    assert "(no more of its output is shown)" in shown(loud, verbose=1)


def test_summary(samples: Samples, recorded: Record) -> None:
    results = [redact(samples[name]()) for name in ("all_pass", "answer_to_wrong_client", "grader_fault")]
    others = [
        replace(result, exercise=name) for result, name in zip(results, ("03_udp_chat", "05", "16_x"), strict=True)
    ]
    text = summary([reveal(result) for result in others], width=80, color=False, unicode=True)
    recorded("summary.en", text)
    assert "26/30  points in all" in text


def test_summary_of_nothing() -> None:
    assert "0/0" in summary([], width=80, color=False, unicode=True)


def test_bonus_points_may_exceed_the_sum(samples: Samples) -> None:
    result = samples["all_pass"]()
    bonus = replace(result.checks[0], bonus=True, points=0.5, score=0.5, verdict=Verdict.PASSED)
    text = shown(replace(result, checks=(*result.checks, bonus), score=10.5))
    assert "10.5 of 10 points" in text
    assert "0.5/0.5  The server prints who said what (bonus)" in text
