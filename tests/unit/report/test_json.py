from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from grader import messages
from grader.outcome import Finding, Result
from grader.report.escape import visible
from grader.report.json import result_to_json
from grader.report.redact import reveal

Samples = dict[str, Callable[[], Result]]


def with_argument(result: Result, value: object) -> Result:
    finding = Finding("wrong_value", {"key": "msg", "program": "server.py", "actor": "bob", "actual": value})
    return replace(result, checks=(replace(result.checks[0], findings=(finding,)), *result.checks[1:]))


def test_one_line_that_a_parser_gives_back(sample: Result) -> None:
    text = result_to_json(reveal(sample))
    assert len(text.splitlines()) == 1
    plain = json.loads(text)
    assert plain["schema"] == "grader/result/v1"
    assert next(iter(plain)) == "schema"
    assert json.loads(result_to_json(reveal(Result.from_json(plain)))) == plain


def test_messages_are_in_the_current_language(samples: Samples) -> None:
    result = reveal(samples["answer_to_wrong_client"]())
    finding = json.loads(result_to_json(result))["checks"][1]["findings"][0]
    assert finding["message"] == "The answer for alice went to bob."
    assert finding["hint"].startswith("recvfrom() returns two values")
    messages.set_language("zh")
    finding = json.loads(result_to_json(result))["checks"][1]["findings"][0]
    assert finding["message"] == "给 alice 的回复发到了 bob。"
    assert finding["args"]["got_at"] == "bob", "codes and arguments are the same in every language"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_text_is_safe_to_print_and_loses_nothing(samples: Samples, text: str) -> None:
    line = result_to_json(reveal(with_argument(samples["crash"](), text)))
    assert visible(line, keep="") == line
    assert json.loads(line)["checks"][0]["findings"][0]["args"]["actual"] == text


def test_a_lone_surrogate_can_be_written(samples: Samples) -> None:
    line = result_to_json(reveal(with_argument(samples["crash"](), "\udcff")))
    line.encode("utf-8")
    assert json.loads(line)["checks"][0]["findings"][0]["args"]["actual"] == "\udcff"


def test_what_json_has_not_becomes_text(samples: Samples) -> None:
    value = {"a": float("nan"), "b": b"\xff", "c": {1}, "d": (1, 2), 5: None, "e": 1.5, "f": object}
    line = result_to_json(reveal(with_argument(samples["crash"](), value)))
    assert json.loads(line)["checks"][0]["findings"][0]["args"]["actual"] == {
        "a": "nan", "b": "\\xff", "c": [1], "d": [1, 2], "5": None, "e": 1.5, "f": "<class 'object'>",
    }  # fmt: skip
