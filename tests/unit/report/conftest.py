"""Results built by hand, as the grader gives them for 03_udp_chat: what the report tests show."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader import messages
from grader.errors import Blame
from grader.outcome import CheckResult, Event, Finding, LookResult, Result, RunRecord, Transcript, Verdict

_PORTS = {"server": 9090, "fake": 9090, "alice": 40001, "bob": 40002, "carol": 40003, "dave": 40004}

_CHECKS: dict[str, tuple[float, str, str, str, str]] = {
    "prints_message": (
        2,
        "The server prints who said what",
        "服务器打印谁说了什么",
        "A datagram is bytes. json.loads() turns its text into a dictionary with the keys msg and username.",
        "数据报是字节。json.loads() 把其中的文本变成字典，键是 msg 和 username。",
    ),
    "answers_the_sender": (
        3,
        "Only the sender gets the answer",
        "只有发送者收到回复",
        "recvfrom() returns two values. Which of them says where the message came from?",
        "recvfrom() 返回两个值。哪一个说明了消息来自哪里？",
    ),
    "client_sends": (
        2,
        "The client sends each typed line as JSON",
        "客户端把输入的每一行作为 JSON 发送",
        "json.dumps() makes the text of a dictionary, quotes and all; encode() makes bytes of it.",
        "json.dumps() 把字典变成文本（引号也会处理好），encode() 再把文本变成字节。",
    ),
    "client_prints": (
        2,
        "The client prints the answer",
        "客户端打印回复",
        "After sendto() the client waits with recvfrom() and prints the username and msg of what came.",
        "sendto() 之后，客户端用 recvfrom() 等待，再打印收到的 username 和 msg。",
    ),
    "pair_talks": (
        1,
        "Your server and your client talk to each other",
        "你的服务器和客户端能互相聊天",
        "Run both, each in a terminal of its own, and type a line into the client first.",
        "在两个终端里分别运行它们，先在客户端输入一行。",
    ),
    "order_of_arrival": (
        2,
        "Messages that wait are answered in the order of arrival",
        "排队的消息按到达顺序得到回复",
        "One typed line answers one message. Keep no address from an earlier message.",
        "输入的一行回复一条消息。不要保留之前消息的地址。",
    ),
}


class Tape:
    """A transcript being recorded; every method returns the number of its event."""

    def __init__(self) -> None:
        self.events = Transcript()
        self.steps = -1

    def add(self, actor: str, kind: str, **fields: Any) -> int:
        self.events.append(Event(round(0.004 * len(self.events), 3), actor, kind, fields))
        return len(self.events) - 1

    def step(self, verb: str, what: str) -> int:
        self.steps += 1
        return self.add("", "step", step=self.steps, verb=verb, line=60 + self.steps, what=what)

    def waited(self, how: str) -> int:
        return self.add("", "waited", step=self.steps, how=how)

    def start(self, actor: str, *, ready: bool = True) -> None:
        self.step("start", f"start {actor}")
        self.add(actor, "started", pid=4, file=f"{actor}.py")
        if ready:
            self.add(actor, "ready", port=_PORTS[actor], protocol="udp")

    def bind(self, *peers: str) -> None:
        for peer in peers:
            self.add(peer, "bound", port=_PORTS[peer])

    def type(self, actor: str, line: str) -> int:
        self.step("type", f"type into {actor}: {line}")
        return self.add(actor, "typed", data=line.encode())

    def send(self, peer: str, msg: str, username: str, port: int = 9090) -> int:
        text = json.dumps({"msg": msg, "username": username}, ensure_ascii=False)
        self.step("send", f"{peer} sends {text}")
        return self.add(peer, "sent", data=text.encode(), to=["127.0.0.1", port])

    def receive(self, peer: str, text: str, port: int = 9090) -> int:
        return self.add(peer, "received", data=text.encode(), **{"from": ["127.0.0.1", port]})

    def print(self, actor: str, text: str) -> int:
        return self.add(actor, "printed", data=text.replace("\n", "\r\n").encode())

    def look(self, what: str, how: str = "seen") -> int:
        self.step("expect", what)
        return self.waited(how)

    def blocked(self, actor: str, line: int, call: str, on: str, source: str) -> None:
        self.add(actor, "blocked", call=call, on=on, file=f"{actor}.py", line=line, source=source, function="<module>")


def answer(msg: str, username: str = "server") -> str:
    """An answer as json.dumps() of a student writes it."""
    return json.dumps({"msg": msg, "username": username})


def check(name: str, verdict: Verdict = Verdict.PASSED, *findings: Finding, **other: Any) -> CheckResult:
    points, en, zh, hint_en, hint_zh = _CHECKS[name]
    values: dict[str, Any] = {
        "title": {"en": en, "zh": zh},
        "visibility": "public",
        "bonus": False,
        "points": points,
        "score": points if verdict is Verdict.PASSED else 0.0,
        "hints": ({"en": hint_en, "zh": hint_zh},),
        "looks": (LookResult(0, 2, verdict is Verdict.PASSED, "seen"),),
    }
    return CheckResult(id=name, verdict=verdict, findings=findings, **{**values, **other})


def skipped(name: str, reason: str, *because: str) -> CheckResult:
    return check(name, Verdict.SKIPPED, reason=reason, because=because, looks=())


def result(checks: list[CheckResult], *runs: RunRecord, **other: Any) -> Result:
    scored = [check for check in checks if not check.bonus]
    values: dict[str, Any] = {
        "exercise": "03_udp_chat",
        "title": {"en": "The QQ chat", "zh": "QQ 聊天"},
        "verdict": Verdict.PASSED if all(c.verdict is Verdict.PASSED for c in scored) else Verdict.FAILED,
        "score": sum(check.score for check in checks),
        "max_score": sum(check.points for check in scored),
        "seed": 1234,
        "duration": 0.31,
        "hidden": "none",
        "isolation": {"tier": "full", "features": ["netns", "userns"], "missing": []},
        "grader": "0.1.0",
        "python": "3.11.7",
        "course": {"id": "network_and_processes", "digest": "sha256:00", "trusted": True},
        "submission": {"path": "work/03_udp_chat", "files": {"server.py": "sha256:01", "client.py": "sha256:02"}},
    }
    return Result(checks=tuple(checks), runs=runs, **{**values, **other})


def run(name: str, tape: Tape, **other: Any) -> RunRecord:
    return RunRecord(id=name, values=other.pop("values", {}), duration=0.1, transcript=tape.events, **other)


def first_message(tape: Tape) -> None:
    """The beginning of the run `two_clients`: bob says something and is answered."""
    tape.bind("bob", "alice")
    tape.start("server")
    tape.send("bob", "今天天气不错", "Karla")
    tape.print("server", "消息来自Karla : 今天天气不错\n>>>")
    tape.look('server prints "消息来自Karla : 今天天气不错"')
    tape.type("server", "晚上一起吃饭吗")
    tape.receive("bob", answer("晚上一起吃饭吗"))
    tape.look("bob gets the answer")


def all_pass() -> Result:
    return result([check(name) for name in list(_CHECKS)[:5]])


def wrong_client() -> Result:
    tape = Tape()
    first_message(tape)
    tape.send("alice", 'they said "fine"', "Omar")
    tape.print("server", '消息来自Omar : they said "fine"\n>>>')
    tape.look('server prints "消息来自Omar : they said "fine""')
    tape.type("server", 'it\'s "ok"')
    event = tape.receive("bob", answer('it\'s "ok"'))
    tape.look("alice gets the answer", "settled")
    finding = Finding(
        "answer_to_wrong_client",
        {"actor": "alice", "program": "server.py", "expected_at": "alice", "got_at": "bob"},
        run=0,
        event=event,
        step=9,
        file="server.py",
        line=17,
        source="    sk.sendto(json.dumps(reply).encode('utf-8'), first_address)",
    )
    checks = [check(name) for name in list(_CHECKS)[:5]]
    checks[1] = check("answers_the_sender", Verdict.FAILED, finding)
    return result(checks, run("two_clients", tape, values={"A": "Omar", "B": "Karla"}))


_TRACEBACK = """Traceback (most recent call last):
  File "/submission/server.py", line 22, in <module>
    main()
  File "/submission/server.py", line 12, in main
    name = message["user"]
           ~~~~~~~^^^^^^^^
KeyError: 'user'
"""


def crash() -> Result:
    runs = []
    for name, msg in (("two_clients", "今天天气不错"), ("pair", "orange")):
        tape = Tape()
        tape.bind("bob")
        tape.start("server")
        tape.send("bob", msg, "Karla")
        tape.print("server", _TRACEBACK)
        tape.add("server", "ended", how="exited", status=1)
        tape.look("server prints a line", "ended")
        runs.append(run(name, tape))
    found = [
        Finding(
            "crashed",
            {"actor": "server", "program": "server.py", "error": "KeyError: 'user'", "status": 1},
            run=number,
            event=6,
            file="server.py",
            line=12,
            source='    name = message["user"]',
        )
        for number in (0, 1)
    ]
    return result(
        [
            check("prints_message", Verdict.FAILED, found[0]),
            skipped("answers_the_sender", "not_reached", "prints_message"),
            check("client_sends"),
            check("client_prints"),
            check("pair_talks", Verdict.FAILED, found[1]),
        ],
        *runs,
    )


def no_answer() -> Result:
    tape = Tape()
    first_message(tape)
    tape.send("alice", "hello", "Omar")
    event = tape.look('server prints "消息来自Omar : hello"', "settled")
    tape.blocked("server", 19, "recvfrom", "UDP 127.0.0.1:40123", "    data, address = answers.recvfrom(1024)")
    finding = Finding(
        "not_printed",
        {"actor": "server", "program": "server.py", "expected": "消息来自Omar : hello"},
        run=0,
        event=event,
    )
    client = Tape()
    client.bind("fake")
    client.start("client", ready=False)
    client.type("client", 'say "hi"')
    client.receive("fake", answer('say "hi"', "egon"), 51234)
    client.look("fake gets the line")
    client.step("reply", "fake answers")
    client.add("fake", "sent", data=answer("你好", "Lin").encode(), to=["127.0.0.1", 51234])
    client.print("client", "消息来自Lin : 你好\n")
    client.type("client", "再见")
    never = client.look("fake gets the line", "settled")
    client.blocked("client", 9, "read", "keyboard", "line = input('>>> ')")
    not_sent = Finding(
        "not_sent",
        {"actor": "fake", "program": "client.py", "expected": '{"msg": "再见", "username": "egon"}'},
        run=1,
        event=never,
        file="client.py",
        line=9,
        source="line = input('>>> ')",
    )
    return result(
        [
            check("prints_message", Verdict.FAILED, finding),
            skipped("answers_the_sender", "not_reached", "prints_message"),
            check("client_sends", Verdict.FAILED, not_sent),
            skipped("client_prints", "not_reached", "client_sends"),
            check("pair_talks"),
        ],
        run("two_clients", tape),
        run("client_alone", client),
    )


def printed_differently() -> Result:
    tape = Tape()
    tape.bind("bob", "alice")
    tape.start("server")
    tape.send("bob", '他说："今天，不行！" 那就明天吧，明天晚上七点在学校门口的那家面馆见面好不好', "小明")
    text = '消息来自小明: 他说："今天，不行！" 那就明天吧，明天晚上七点在学校门口的那家面馆见面好不好'
    event = tape.print("server", f">>> {text}\n")
    tape.look("server prints a line", "settled")
    finding = Finding(
        "printed_differently",
        {"actor": "server", "program": "server.py"},
        run=0,
        event=event,
        file="server.py",
        line=10,
        source="    print('消息来自%s: %s' % (message['username'], message['msg']))",
        expected=text.replace("小明:", "小明 :"),
        actual=f">>> {text}",
    )
    wrong = Finding(
        "wrong_value",
        {"actor": "fake", "program": "client.py", "key": "username"},
        run=1,
        event=5,
        file="client.py",
        line=8,
        source="    sk.sendto(json.dumps(message).encode('utf-8'), server)",
        expected='{"msg": "你好，world", "username": "egon"}',
        actual='{"username": "Egon", "msg": "\\u4f60\\u597d\\uff0cworld"}',
    )
    client = Tape()
    client.bind("fake")
    client.start("client", ready=False)
    client.type("client", "你好，world")
    client.receive("fake", str(wrong.actual), 51234)
    return result(
        [
            check("prints_message", Verdict.FAILED, finding),
            skipped("answers_the_sender", "requires", "prints_message"),
            check("client_sends", Verdict.FAILED, wrong),
            check("client_prints"),
            check("pair_talks"),
        ],
        run("two_clients", tape),
        run("client_alone", client),
    )


SECRET = "kein_wort_davon"


def hidden_failed() -> Result:
    """A hidden check with `show: none` failed; the secret stands wherever one can stand."""
    tape = Tape()
    tape.bind("carol")
    tape.start("server")
    tape.send("carol", SECRET, SECRET)
    tape.print("server", f"消息来自{SECRET} : {SECRET}\n")
    event = tape.receive("carol", answer(SECRET))
    tape.look(f"carol gets {SECRET}", "settled")
    tape.blocked("server", 9, "recvfrom", "UDP 127.0.0.1:9090", SECRET)
    finding = Finding(
        "wrong_value",
        {"actor": "carol", "program": "server.py", "key": SECRET, "expected": SECRET, "actual": SECRET},
        run=0,
        event=event,
        file="server.py",
        line=17,
        source=SECRET,
        expected=SECRET,
        actual=SECRET,
        message=SECRET,
        hint=SECRET,
    )
    hidden = check(
        "order_of_arrival",
        Verdict.FAILED,
        finding,
        visibility="hidden",
        show="none",
        hints=({"en": SECRET, "zh": SECRET},),
    )
    record = run(
        "waiting_line",
        tape,
        visibility="hidden",
        values={"x": SECRET},
        case={"n": SECRET},
        ends=({"actor": "server", "how": "killed_by_grader", "status": 9, "why": SECRET},),
        blocked=({"actor": "server", "file": "server.py", "line": 9, "call": "recvfrom", "on": SECRET},),
    )
    error = {"blame": "course", "message": f"the check looks for {SECRET}"}
    return result(
        [*(check(name, looks=()) for name in list(_CHECKS)[:5]), hidden], record, hidden="graded", errors=(error,)
    )


def grader_fault() -> Result:
    finding = Finding("grader_fault", {"detail": "the broker is gone"}, blame=Blame.GRADER)
    checks = [check(name) for name in list(_CHECKS)[:4]]
    return result(
        [*checks, check("pair_talks", Verdict.ERROR, finding)],
        verdict=Verdict.ERROR,
        errors=({"blame": "grader", "message": "the broker is gone (run pair)"},),
        isolation={"tier": "none", "features": [], "missing": ["netns", "seccomp"]},
        hidden="not_graded",
    )


def not_started() -> Result:
    return result([skipped(name, "no_submission") for name in list(_CHECKS)[:5]], submission={"path": "", "files": {}})


def syntax_error() -> Result:
    finding = Finding(
        "syntax_error",
        {
            "actor": "server",
            "program": "server.py",
            "file": "server.py",
            "line": 10,
            "text": "    print('消息来自%s : %s' % (name, text)",
            "detail": "'(' was never closed",
        },
        run=0,
        file="server.py",
        line=10,
    )
    shadowed = Finding("stdlib_shadowed", {"file": "json.py", "module": "json"}, severity="remark", file="json.py")
    return result(
        [
            check("prints_message", Verdict.FAILED, finding),
            skipped("answers_the_sender", "not_reached", "prints_message"),
            check("client_sends", Verdict.PASSED, shadowed),
            check("client_prints"),
            check("pair_talks", Verdict.FAILED, finding),
        ],
        run("two_clients", Tape()),
    )


SAMPLES: dict[str, Callable[[], Result]] = {
    "all_pass": all_pass,
    "answer_to_wrong_client": wrong_client,
    "crash": crash,
    "no_answer": no_answer,
    "printed_differently": printed_differently,
    "hidden_failed": hidden_failed,
    "grader_fault": grader_fault,
    "not_started": not_started,
    "syntax_error": syntax_error,
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rerecord", action="store_true", help="write expected reports and translations anew")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `sample_name` runs with every sample."""
    if "sample_name" in metafunc.fixturenames:
        metafunc.parametrize("sample_name", SAMPLES)


@pytest.fixture
def sample(sample_name: str) -> Result:
    return SAMPLES[sample_name]()


@pytest.fixture(scope="session")
def samples() -> dict[str, Callable[[], Result]]:
    return SAMPLES


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Whatever the machine speaks, and whatever a test has chosen."""
    messages.set_language("en")
    yield
    messages.set_language("en")


@pytest.fixture
def recorded(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with the expected file of that name, or writes it with `--rerecord`."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).with_name("expected") / f"{name}.txt"
        if request.config.getoption("--rerecord", default=False):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{path.name} is not recorded yet: run pytest tests/unit/report --rerecord"
        assert text == path.read_text(encoding="utf-8")

    return compare
