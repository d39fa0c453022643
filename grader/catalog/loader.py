"""Reads a course: `exercises.yaml`, and of each exercise the public and the hidden file.

What is wrong with the files is never raised one by one: all problems are gathered and come in one
CourseError, each with its file, line and column.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from grader.catalog import rules, texts
from grader.catalog.encoding import MAX_BYTES
from grader.catalog.location import COURSE_FILE, EXERCISE_FILE
from grader.catalog.model import (
    Actor,
    Check,
    Course,
    CourseFile,
    Exercise,
    ExerciseFile,
    HiddenFile,
    Program,
    Run,
)
from grader.catalog.nodes import MappingNode, Member, read_nodes
from grader.catalog.reader import BROKEN, Reader
from grader.catalog.scope import Scope, suggest
from grader.catalog.shape import Alternatives, Form, Json, Table, form_of, shape_of
from grader.catalog.values import Kind, parse_kind
from grader.errors import CourseError, Place, Problem, UsageError
from grader.messages import _


def load_course(root: Path) -> Course:
    """The course in this folder.

    Raises:
        CourseError: exercises.yaml cannot be read or is wrong.
    """
    problems: list[Problem] = []
    course = _read_course(root, problems)
    _raise(problems)
    assert course is not None
    return course


def load_exercise(course: Course, exercise_id: str, *, hidden: Path | None = None) -> Exercise:
    """One exercise of the course; with `hidden`, a folder, what its ID.yaml adds, if it is there.

    Raises:
        UsageError: the course has no such exercise.
        CourseError: its files are wrong.
    """
    if exercise_id not in course.exercises:
        raise UsageError(
            _("there is no exercise `{id}`; {suggestion}").format(
                id=exercise_id, suggestion=suggest(exercise_id, course.exercises)
            )
        )
    problems: list[Problem] = []
    exercise = _Exercise(course, exercise_id, problems).read(hidden)
    _raise(problems)
    assert exercise is not None
    return exercise


def load_all(root: Path, *, hidden: Path | None = None) -> tuple[Course, dict[str, Exercise]]:
    """The course and all its exercises, in its order.

    Raises:
        CourseError: with the problems of all files.
    """
    problems: list[Problem] = []
    course = _read_course(root, problems)
    exercises: dict[str, Exercise] = {}
    for exercise_id in course.exercises if course else ():
        exercise = _Exercise(course, exercise_id, problems).read(hidden) if course else None
        if exercise:
            exercises[exercise_id] = exercise
    _raise(problems)
    assert course is not None
    return course, exercises


def _raise(problems: list[Problem]) -> None:
    if problems:
        raise CourseError(sorted(problems, key=lambda each: (each.place.file, each.place.line, each.place.column)))


def _read_course(root: Path, problems: list[Problem]) -> Course | None:
    """The course; in part, with a problem added, where some of it is wrong."""
    path = root / COURSE_FILE
    members, reader = _open(path, root, CourseFile, Scope(problems))
    if not members:
        return None
    read = {
        key.attribute: _value(reader, members, key.name, key.form, key.default) for key in shape_of(CourseFile).keys
    }
    if any(read[name] is BROKEN or read[name] is None for name in ("exercises", "limits", "reserved")):
        return None
    return Course(read["id"], root, read["title"], read["exercises"], read["limits"], read["reserved"])


class _Exercise:
    """Reads one exercise: the public file first, so that it cannot lean on the hidden one."""

    def __init__(self, course: Course, exercise_id: str, problems: list[Problem]) -> None:
        self._course = course
        self._id = exercise_id
        self._folder = course.root / "exercises" / exercise_id
        self._scope = Scope(problems, reserved=course.reserved, limits=course.limits)
        self._actors: dict[str, Actor] = {}
        self._checks: dict[str, Check] = {}
        self._runs: dict[str, Run] = {}
        self._run_names: set[str] = set()

    def read(self, hidden: Path | None) -> Exercise | None:
        """The exercise, or None with problems added."""
        before = len(self._scope.problems)
        path = self._folder / EXERCISE_FILE
        members, reader = _open(path, self._course.root, ExerciseFile, self._scope)
        read = self._header(reader, members, ExerciseFile)
        if members:
            self._scope.files = read["files"] if read["files"] is not BROKEN else ()
            self._scope.limits = read["limits"] if read["limits"] is not BROKEN else self._course.limits
            self._tables(reader, members, None)
        if hidden is not None:
            self._read_hidden(hidden)
        if len(self._scope.problems) > before:
            return None
        return Exercise(
            self._id,
            self._folder,
            read["title"],
            self._scope.files,
            self._actors,
            self._checks,
            self._runs,
            self._scope.limits,
            self._course.reserved,
        )

    def _read_hidden(self, folder: Path) -> None:
        path = folder / f"{self._id}.yaml"
        if not path.exists():
            return
        self._scope.hidden = True
        members, reader = _open(path, self._course.root, HiddenFile, self._scope)
        if not members:
            return
        self._header(reader, members, HiddenFile)
        try:
            tests = (folder / f"{self._id}.py").read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            tests = ""
        self._tables(reader, members, lambda name: f'"{name}"' in tests or f"'{name}'" in tests)

    def _header(self, reader: Reader, members: Mapping[str, Member], cls: type) -> dict[str, Any]:
        """What stands beside the tables."""
        read = {
            key.name: _value(
                reader, members, key.name, key.form, self._scope.limits if key.name == "limits" else BROKEN
            )
            for key in shape_of(cls).keys
            if not isinstance(key.form, Table)
        }
        if read["id"] not in (self._id, BROKEN):
            self._scope.add(
                members["id"].value.place,
                _("the `id` is not the name of the exercise"),
                _("write `id: {id}`").format(id=self._id),
            )
        return read

    def _tables(
        self, reader: Reader, members: Mapping[str, Member], counted_elsewhere: Callable[[str], bool] | None
    ) -> None:
        """Actors, checks and runs, in this order: each may name what comes before it."""
        scope = self._scope
        actors = self._new(members, "actors", self._scope.actor_classes)
        for name, member in actors.items():
            scope.actor_classes[name] = _actor_class(member)
            scope.actors[name] = None
            if isinstance(member.value, MappingNode) and "port_of" in member.value.members:
                scope.followers.add(name)
        # Programs first: peers are checked against them, and those with another's port against the other.
        order = sorted(actors, key=lambda each: (scope.actor_classes[each] is not Program, each in scope.followers))
        for name in order:
            actor = reader.entry(name, actors[name], form_of(Actor))
            if actor is not BROKEN:
                scope.actors[name] = actor
        self._actors.update({name: actor for name in actors if (actor := scope.actors[name]) is not None})

        checks = self._new(members, "checks", scope.checks)
        scope.checks.update(dict.fromkeys(checks, scope.hidden))
        for name, member in checks.items():
            check = reader.entry(name, member, form_of(Check))
            if check is not BROKEN:
                self._checks[name] = check
        rules.check_cycles(self._checks, scope)

        before = len(scope.problems)
        runs = self._new(members, "runs", self._run_names)
        for name, member in runs.items():
            scope.values = _declared(member)
            run = reader.entry(name, member, form_of(Run))
            scope.values = None
            if run is not BROKEN:
                self._runs[name] = run
        self._run_names |= set(runs)
        # A step that could not be read may be the one that counts for a check.
        if len(scope.problems) == before:
            rules.check_scoring(self._checks, scope, counted_elsewhere)

    def _new(self, members: Mapping[str, Member], table: str, taken: Collection[str]) -> dict[str, Member]:
        """The entries of a table, after noting names that are malformed or taken already."""
        if table not in members:
            return {}
        node = members[table].value
        if not isinstance(node, MappingNode) or not node.members:
            Reader(self._scope).value(node, Table(Json()), table)
            return {}
        new: dict[str, Member] = {}
        for name, member in node.members.items():
            if name in taken:
                self._scope.add(
                    member.place,
                    _("`{name}` is declared in {file} already").format(name=name, file=EXERCISE_FILE),
                    _("choose another name"),
                )
            else:
                texts.check_name(name, "name", texts.Spot(table, member.place, self._scope))
                new[name] = member
        return new


def _open(path: Path, root: Path, cls: type, scope: Scope) -> tuple[dict[str, Member], Reader]:
    """The entries of a file that `cls` knows (none where it cannot be read), and a reader for them."""
    file = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    reader = Reader(scope)
    data = _bytes(path, file, scope)
    node = read_nodes(data, file, scope.problems) if data is not None else None
    return (reader.members(node, cls, Place(file, 1, 1)) if node is not None else {}), reader


def _bytes(path: Path, file: str, scope: Scope) -> bytes | None:
    """The bytes of a regular file; one byte too many of a large one, for `decode` to find."""
    try:
        # Opening a FIFO would wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            scope.add(Place(file), _("this is no regular file"), _("put a YAML file there"))
            return None
        with path.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except FileNotFoundError:
        scope.add(Place(file), _("there is no such file"), _("{file} names it").format(file=COURSE_FILE))
    except OSError as error:
        scope.add(Place(file), _("the file cannot be read: {detail}").format(detail=error.strerror or error))
    return None


def _value(reader: Reader, members: Mapping[str, Member], name: str, form: Form, default: Any) -> Any:
    """The value of a key; its default, None for a required one, where it is left out."""
    return reader.value(members[name].value, form, name) if name in members else default


def _actor_class(member: Member) -> type | None:
    """What an actor is, by its words alone: others may name it before it has been read."""
    form = form_of(Actor)
    if isinstance(form, Alternatives) and isinstance(member.value, MappingNode):
        for cls in form.classes:
            if shape_of(cls).word in member.value.members:
                return cls
    return None


def _declared(member: Member) -> dict[str, Kind | None]:
    """The values that a run declares; None for one whose kind is wrong."""
    run = member.value
    vary = run.members["vary"].value if isinstance(run, MappingNode) and "vary" in run.members else None
    declared: dict[str, Kind | None] = {}
    for name, entry in vary.members.items() if isinstance(vary, MappingNode) else ():
        try:
            declared[name] = parse_kind(str(getattr(entry.value, "value", "")))
        except ValueError:
            declared[name] = None
    return declared
