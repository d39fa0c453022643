"""What a right course becomes, and how a course is found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from grader import messages
from grader.catalog import (
    Expect,
    Limits,
    Listens,
    Message,
    Nothing,
    Payload,
    Program,
    Reply,
    Send,
    Start,
    Type,
    UdpClient,
    UdpServer,
    find_course,
    load_all,
    load_course,
    load_exercise,
    nodes,
)
from grader.catalog import location as location_module
from grader.catalog.model import Await
from grader.catalog.values import RESERVED
from grader.errors import CourseError, Place, UsageError

from .conftest import COURSE, EXERCISE, HIDDEN, Desk

CHECKOUT = Path(__file__).parents[3]
FILE = "exercises/01_echo/exercise.yaml"


def test_a_course(desk: Desk) -> None:
    desk.write()
    course = load_course(desk.root)
    assert (course.id, course.root, course.exercises) == ("a_course", desk.root, ("01_echo",))
    assert course.title == {"en": "A course", "zh": "课程"}
    assert course.reserved == RESERVED
    assert course.limits == Limits()


def test_actors(desk: Desk) -> None:
    desk.write()
    actors = desk.load()[1].actors
    assert list(actors) == ["server", "client", "alice", "bob", "fake"], "in the order of the file"
    assert actors["server"] == Program("server", Place(FILE, 6, 3), "server.py", Listens(9090, "udp"))
    assert actors["client"] == Program("client", Place(FILE, 7, 3), "client.py", None)
    assert actors["alice"] == UdpClient("alice", Place(FILE, 8, 3), "server")
    assert actors["fake"] == UdpServer("fake", Place(FILE, 10, 3), 9090)


@pytest.mark.parametrize("protocol", ["udp", "tcp"])
def test_any_port_is_right(desk: Desk, protocol: str) -> None:
    desk.write(
        exercise=EXERCISE.replace(
            "client: {program: client.py}", f"client: {{program: client.py, listens: any/{protocol}}}"
        )
    )
    actor = desk.load()[1].actors["client"]
    assert isinstance(actor, Program)
    assert actor.listens == Listens(None, protocol)


def test_checks(desk: Desk) -> None:
    desk.write()
    check = desk.load()[1].checks["others_hear_nothing"]
    assert check.id == "others_hear_nothing"
    assert check.place == Place(FILE, 13, 3)
    assert check.points == 1.0
    assert check.requires == ("answers",)
    assert check.hints == ({"en": "recvfrom() returns two values.", "zh": "recvfrom() 返回两个值。"},)
    assert (check.bonus, check.show, check.hidden) == (False, "full", False)


def test_steps_keep_their_places(desk: Desk) -> None:
    desk.write()
    run = desk.load()[1].runs["one_round"]
    assert run.place == Place(FILE, 20, 3)
    assert run.vary == {"a": "chinese", "n": "number 1..9"}
    assert run.steps == (
        Start(Place(FILE, 23, 9), ("server",)),
        Send(Place(FILE, 24, 9), "alice", Message(text="{a}")),
        Expect(Place(FILE, 25, 9), "alice", gets=Payload(text="{a}"), for_="answers"),
        Nothing(Place(FILE, 26, 9), ("bob",), for_="others_hear_nothing"),
    )


def test_steps_of_a_client(desk: Desk) -> None:
    desk.write()
    run = desk.load()[1].runs["client_alone"]
    assert run.steps[1:] == (
        Type(Place(FILE, 31, 9), "client", "{x}"),
        Await(Place(FILE, 32, 9), "fake", gets=Payload(json_has={"msg": "{x}"})),
        Reply(Place(FILE, 33, 9), "fake", Message(json={"msg": "hello"})),
        Expect(Place(FILE, 34, 9), "client", ("hello",), for_="prints"),
    )


def test_a_single_item_may_stand_without_brackets(desk: Desk) -> None:
    desk.write(exercise=EXERCISE.replace("requires: [answers]", "requires: answers"))
    assert desk.load()[1].checks["others_hear_nothing"].requires == ("answers",)


def test_limits_come_from_the_course_the_exercise_and_the_run(desk: Desk) -> None:
    desk.write(
        course=COURSE + "limits: {patience: 7, wall: 70, cpu: 17}\n",
        exercise=EXERCISE.replace("actors:\n", "limits: {wall: 80}\nactors:\n").replace(
            "    vary: {x: word}\n", "    vary: {x: word}\n    limits: {cpu: 1.5}\n"
        ),
    )
    _course, exercise = desk.load()
    assert exercise.limits == Limits(7, 80, 17)
    assert exercise.runs["client_alone"].limits == Limits(7, 80, 1.5)
    assert exercise.runs["one_round"].limits is None


def test_a_course_may_reserve_lines_of_its_own(desk: Desk) -> None:
    desk.write(course=COURSE + "reserved: [stop]\n", exercise=EXERCISE.replace('line: "{x}"', "line: stop"))
    assert "`stop`" in desk.problems()[0].message
    desk.write(course=COURSE + "reserved: [stop]\n", exercise=EXERCISE.replace('line: "{x}"', "line: quit"))
    assert desk.load()[1].reserved == ("stop",)


def test_the_hidden_file_adds_to_the_public_one(desk: Desk) -> None:
    desk.write(hidden=HIDDEN)
    _course, exercise = desk.load()
    assert exercise.has_hidden
    assert {name: check.hidden for name, check in exercise.checks.items()} == {
        "answers": False,
        "others_hear_nothing": False,
        "prints": False,
        "many": True,
    }
    assert {name: run.hidden for name, run in exercise.runs.items()} == {
        "one_round": False,
        "client_alone": False,
        "rounds": True,
    }
    assert exercise.checks["many"].place == Place("tests/hidden/01_echo.yaml", 6, 3)
    assert "carol" in exercise.actors


def test_without_the_hidden_folder_there_is_nothing_hidden(desk: Desk) -> None:
    desk.write(hidden=HIDDEN)
    exercise = load_exercise(load_course(desk.root), "01_echo")
    assert not exercise.has_hidden
    assert "carol" not in exercise.actors


def test_a_hidden_check_may_belong_to_a_python_test(desk: Desk) -> None:
    hidden = HIDDEN.replace("  many: {", "  scripted: {points: 1, title: {en: x, zh: y}}\n  many: {")
    desk.write(hidden=hidden)
    assert "no step counts for the check `scripted`" in desk.problems()[0].message
    (desk.hidden / "01_echo.py").write_text('@pytest.mark.check("scripted")\ndef test_it(): ...\n', "utf-8")
    assert desk.load()[1].checks["scripted"].hidden


def test_a_hidden_check_may_require_a_public_one(desk: Desk) -> None:
    desk.write(hidden=HIDDEN.replace("{points: 2,", "{points: 2, requires: answers, show: none,"))
    check = desk.load()[1].checks["many"]
    assert (check.requires, check.show) == (("answers",), "none")


def test_an_unknown_exercise(desk: Desk) -> None:
    desk.write()
    with pytest.raises(UsageError, match=r"there is no exercise `1_echo`; did you mean `01_echo`\?"):
        load_exercise(load_course(desk.root), "1_echo")


def test_the_course_of_this_checkout_is_right() -> None:
    course, exercises = load_all(CHECKOUT, hidden=CHECKOUT / "tests" / "hidden")
    assert list(exercises) == list(course.exercises)
    exercise = exercises["03_udp_chat"]
    assert sum(check.points for check in exercise.checks.values() if not check.hidden) == 10
    assert exercise.has_hidden


def test_without_libyaml_everything_is_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = load_all(CHECKOUT, hidden=CHECKOUT / "tests" / "hidden")
    monkeypatch.setattr(nodes, "FAST_LOADER", yaml.SafeLoader)
    assert load_all(CHECKOUT, hidden=CHECKOUT / "tests" / "hidden") == fast


# --- finding a course -------------------------------------------------------------------------


def test_the_nearest_course_upward_is_found(desk: Desk) -> None:
    desk.write()
    deep = desk.root / "work" / "01_echo"
    deep.mkdir(parents=True)
    assert find_course(deep) == desk.root.resolve()


def test_a_course_can_be_named(desk: Desk) -> None:
    desk.write()
    assert find_course(Path("/"), desk.root) == desk.root.resolve()
    assert find_course(Path("/"), desk.root / "exercises.yaml") == desk.root.resolve()


@pytest.mark.parametrize("name", ["exercises", "nowhere", "nowhere/exercises.yaml"])
def test_a_named_folder_must_be_a_course(desk: Desk, name: str) -> None:
    desk.write()
    with pytest.raises(UsageError, match=r"is no course: it holds no exercises\.yaml"):
        find_course(desk.root, desk.root / name)


@pytest.fixture
def package(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A grader that is installed elsewhere."""
    package = desk.root / "site-packages" / "grader"
    (package / "catalog").mkdir(parents=True)
    monkeypatch.setattr(location_module, "__file__", str(package / "catalog" / "location.py"))
    return package


@pytest.fixture
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("nowhere")


def test_the_packaged_course_is_the_last_resort(package: Path, nowhere: Path) -> None:
    (package / "_course").mkdir()
    (package / "_course" / "exercises.yaml").touch()
    (package.parent / "exercises.yaml").touch()
    assert find_course(nowhere) == package / "_course"


def test_without_a_packaged_course_the_one_above_the_package_is_taken(package: Path, nowhere: Path) -> None:
    (package.parent / "exercises.yaml").touch()
    assert find_course(nowhere) == package.parent


@pytest.mark.parametrize("packaged", [False, True])
def test_no_course_at_all(package: Path, nowhere: Path, packaged: bool) -> None:
    if packaged:
        (package / "_course").mkdir()
    with pytest.raises(UsageError, match=r"no exercises\.yaml in .*--course DIR"):
        find_course(nowhere)


# --- what it costs ----------------------------------------------------------------------------


def test_reading_a_course_imports_nothing_heavy() -> None:
    code = (
        "import sys; from pathlib import Path; import grader.catalog as catalog;"
        f"course = catalog.load_course(Path({str(CHECKOUT)!r}));"
        "[catalog.load_exercise(course, each) for each in course.exercises];"
        "heavy = 'random hashlib difflib jsonschema pytest gettext grader.catalog.schema'.split();"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-S", "-c", _with_site(code)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _with_site(code: str) -> str:
    """-S keeps out what the .pth files of an environment import; what the grader needs is on the path all the same."""
    return f"import sys; sys.path[:0] = {[path for path in sys.path if path]!r}; {code}"


def test_the_problems_stand_in_the_text_of_the_error(desk: Desk) -> None:
    desk.write(exercise=EXERCISE.replace("- start: client", "- start: cleint"))
    with pytest.raises(CourseError) as caught:
        desk.load()
    assert str(caught.value) == f"{FILE}:30:16: there is no actor `cleint` (did you mean `client`?)"


def test_problems_can_be_read_in_chinese(desk: Desk) -> None:
    messages.set_language("zh")
    desk.write(exercise=EXERCISE.replace("- start: client", "- start: cleint"))
    [problem] = desk.problems()
    assert str(problem) == f"{FILE}:30:16: 没有角色 `cleint` (是不是想写 `client`？)"
