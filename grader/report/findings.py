"""Says a finding in words: its code and arguments become `message` and `hint` in the current language."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from grader.messages import N_, _
from grader.outcome import Finding, Result, RunRecord
from grader.report.codes import TABLE, Code
from grader.report.codes.connections import CLIENT_HINTS, SERVER_HINTS
from grader.report.codes.exceptions import exception_hint, special_hint
from grader.report.codes.sources import WITH_METHOD
from grader.report.escape import visible_line

#: For wrong_protocol the other way round.
_TCP_HINT = N_("socket.SOCK_DGRAM makes a UDP socket. For TCP, leave it out: socket.socket().")

#: The numbers that Linux has for them on all machines that are in use.
_SIGNALS = {
    "1": "SIGHUP", "2": "SIGINT", "4": "SIGILL", "6": "SIGABRT", "7": "SIGBUS", "8": "SIGFPE", "9": "SIGKILL",
    "11": "SIGSEGV", "13": "SIGPIPE", "14": "SIGALRM", "15": "SIGTERM", "24": "SIGXCPU", "25": "SIGXFSZ",
    "31": "SIGSYS",
}  # fmt: skip

#: Hints that depend on the side of a connection.
_HINTS = {"server": SERVER_HINTS, "client": CLIENT_HINTS}

_OTHER = N_("The check found something else: {code}.")


def code_of(name: str) -> Code:
    """The words for a code; one that is not in the table is shown by its name."""
    title = N_("Something is not as expected")
    return TABLE.get(name) or Code(title, _OTHER)


def render_finding(finding: Finding, *, side: str = "") -> Finding:
    """The finding with `message`, `hint` and `severity` filled in, `expected` and `actual` as text.

    An argument that is not there (kept secret, or from an older judge) leaves the code's title.
    `side` says that the program is the "server" or the "client" of connections, where other calls are to be made.
    """
    code = code_of(finding.code)
    words = _arguments(finding)
    message = _filled(_message(finding, code), words)
    return replace(
        finding,
        message=message if message is not None else _(code.title),
        hint=_filled(_hint(finding, code, side=side), words) or "",
        severity=code.severity if code.severity != "mistake" else finding.severity,
        expected=_text_or_none(finding.expected, finding.args.get("expected")),
        actual=_text_or_none(finding.actual, finding.args.get("actual")),
    )


def rendered(result: Result) -> Result:
    """The result with every finding rendered in the current language."""
    checks = tuple(
        replace(check, findings=tuple(render_finding(one, side=_side(one, result.runs)) for one in check.findings))
        if check.findings
        else check
        for check in result.checks
    )
    return replace(result, checks=checks)


def mark_words(finding: Finding) -> str:
    """What is said beside the turn of the conversation that this finding is about."""
    return _filled(code_of(finding.code).mark, _arguments(finding)) or ""


def as_text(value: Any) -> str:
    """An argument as a reader should see it: text as it is, anything else as JSON or as Python has it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    try:
        return json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        return repr(value)


def signal_name(signal: object) -> str:
    """`SIGKILL` for 9; what is no known number as it is."""
    name = as_text(signal)
    return visible_line(_SIGNALS.get(name, name))


def _side(finding: Finding, runs: Sequence[RunRecord]) -> str:
    """Which side of connections the program is in the finding's run; "" where there are none."""
    if finding.run is None or not 0 <= finding.run < len(runs):
        return ""
    for event in runs[finding.run].transcript:
        if event.kind == "connecting":
            return "server"
        if event.kind == "connected" and "from" in event.fields:
            return "client"
    return ""


def _message(finding: Finding, code: Code) -> str:
    if finding.code == "no_such_class" and finding.args.get("method"):
        return WITH_METHOD
    return code.message


def _hint(finding: Finding, code: Code, *, side: str) -> str:
    if finding.code in ("crashed", "raised"):
        return exception_hint(as_text(finding.args.get("error", "")))
    if finding.code in ("syntax_error", "import_error"):
        return special_hint(as_text(finding.args.get("error") or "")) or code.hint
    if finding.code == "wrong_protocol" and as_text(finding.args.get("wanted", "")).upper() == "TCP":
        return _TCP_HINT
    return _HINTS.get(side, {}).get(finding.code, code.hint)


def _arguments(finding: Finding) -> Mapping[str, str]:
    """The arguments as safe text, with readable stand-ins for who is meant."""
    words = {name: visible_line(as_text(value)) for name, value in finding.args.items()}
    told = [f"{name}: {word}" for name, word in words.items() if name not in ("actor", "program")]
    words["code"] = visible_line(finding.code).replace("_", " ") + (f" ({', '.join(told)})" if told else "")
    for name in ("file", "line"):
        if name not in words and getattr(finding, name) is not None:
            words[name] = visible_line(as_text(getattr(finding, name)))
    words.setdefault("program", words.get("file") or _("your program"))
    words.setdefault("actor", words["program"])
    if "signal" in words:
        words["signal"] = signal_name(words["signal"])
    for name in ("error", "detail"):
        if name in words:
            words[name] = words[name].rstrip(".。")
    for name in ("protocol", "got", "wanted"):
        if words.get(name) in ("udp", "tcp"):
            words[name] = words[name].upper()
    port, slash, protocol = words.get("wanted", "").partition("/")
    if slash and protocol in ("udp", "tcp"):
        listens = _("any {protocol} port") if port == "any" else _("{protocol} port {port}")
        words["wanted"] = listens.format(protocol=protocol.upper(), port=port)
    return words


def _filled(template: str, words: Mapping[str, str]) -> str | None:
    """The translated template with its arguments, or None if one of them is not there."""
    try:
        return _(template).format_map(words)
    except KeyError:
        return None


def _text_or_none(own: str | None, argument: Any) -> str | None:
    if own is not None:
        return own
    return None if argument is None else as_text(argument)
