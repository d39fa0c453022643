"""Taking a submission in: regular files with plain names and of reasonable size; all else is refused, at once."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.errors import NoSubmission
from grader.sandbox import intake
from grader.sandbox.intake import take
from tests.patience import until_gone

Write = Callable[..., Path]


def refused(folder: Path) -> dict[str, str]:
    return dict(take(folder).refused)


def test_files_are_taken_as_they_are(tmp_path: Path, write: Write) -> None:
    files = {
        "server.py": b"print('a')\r\n",
        "服务 器.py": "print('你好')".encode("gbk"),
        "empty.py": b"",
        "data/deep er/x.bin": bytes(range(256)),
        "-rf": b"x",
        "'quoted' \"name\" $(x).py": b"",
    }
    for name, content in files.items():
        write(name, content)
    snapshot = take(tmp_path)
    assert dict(snapshot.files) == files
    assert snapshot.refused == ()
    assert snapshot.path == str(tmp_path)


@pytest.mark.parametrize("missing", ["nowhere", "a/file"])
def test_a_folder_that_is_not_there(tmp_path: Path, write: Write, missing: str) -> None:
    write("a/file")
    with pytest.raises(NoSubmission):
        take(tmp_path / missing)


def test_links_are_not_followed(tmp_path: Path, write: Write) -> None:
    write("outside/secret", b"SECRET")
    inside = tmp_path / "inside"
    write("inside/server.py", b"")
    (inside / "to_file").symlink_to("../outside/secret")
    (inside / "to_folder").symlink_to("../outside")
    (inside / "to_nothing").symlink_to("nowhere")
    (inside / "to_itself").symlink_to("to_itself")
    (inside / "to_itself.py").symlink_to("server.py")
    snapshot = take(inside)
    assert dict(snapshot.files) == {"server.py": b""}
    assert set(dict(snapshot.refused)) == {"to_file", "to_folder", "to_nothing", "to_itself", "to_itself.py"}
    assert set(dict(snapshot.refused).values()) == {"link"}


def test_what_is_no_regular_file_is_refused_and_hangs_nobody(tmp_path: Path, write: Write) -> None:
    write("server.py", b"")
    os.mkfifo(tmp_path / "fifo.py")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tmp_path / "socket.py"))
    listener.close()
    special = {"fifo.py": "not_a_regular_file", "socket.py": "not_a_regular_file"}
    if os.geteuid() == 0:
        os.mknod(tmp_path / "device.py", 0o20644, os.makedev(1, 5))  # /dev/zero: reading it never ends
        special["device.py"] = "not_a_regular_file"
    snapshot = take(tmp_path)
    assert dict(snapshot.files) == {"server.py": b""}
    assert dict(snapshot.refused) == special


@pytest.mark.parametrize("kind", ["fifo", "link", "gone"])
def test_a_file_that_is_swapped_after_the_listing(tmp_path: Path, write: Write, kind: str) -> None:
    """Judged by the descriptor, not by what the folder said a moment ago."""
    path = write("server.py", b"")
    path.unlink()
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "link":
        path.symlink_to("/etc/passwd")
    assert intake._read(str(path), 100) == ("not_a_regular_file" if kind == "fifo" else "unreadable")


def test_giants_are_refused_without_being_read(tmp_path: Path, write: Write) -> None:
    """A thousand sparse files of eight gigabytes each take no time: none of their zeros is read."""
    write("server.py", b"")
    first = tmp_path / "giant-0"
    with first.open("wb") as file:
        file.truncate(1 << 33)
    for number in range(1, 1000):
        os.link(first, tmp_path / f"giant-{number}")
    before = _bytes_read()
    snapshot = take(tmp_path)
    assert dict(snapshot.files) == {"server.py": b""}
    assert set(dict(snapshot.refused).values()) <= {"too_large", "too_many_files"}
    assert _bytes_read() - before < intake.MOST_BYTES


def _bytes_read() -> int:
    return int(Path("/proc/self/io").read_text().split()[1])


def test_all_files_together_have_a_limit(tmp_path: Path, write: Write) -> None:
    for number in range(4):
        write(f"part-{number}", bytes(intake.MOST_BYTES // 3))
    snapshot = take(tmp_path)
    assert list(snapshot.files) == ["part-0", "part-1", "part-2"]
    assert snapshot.refused == (("part-3", "too_large"),)


def test_a_file_of_exactly_the_limit_is_taken(tmp_path: Path, write: Write) -> None:
    write("all", bytes(intake.MOST_BYTES))
    assert refused(tmp_path) == {}
    write("more", b"x")
    assert refused(tmp_path) == {"more": "too_large"}


def test_too_many_files(tmp_path: Path, write: Write) -> None:
    for number in range(intake.MOST_FILES + 5):
        write(f"{number:04}.py")
    snapshot = take(tmp_path)
    assert len(snapshot.files) == intake.MOST_FILES
    assert snapshot.refused == ((f"{intake.MOST_FILES:04}.py", "too_many_files"),)


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: Path(path).symlink_to("x")])
def test_a_multitude_of_anything_is_told_in_part(tmp_path: Path, make: Callable[[str], None]) -> None:
    for number in range(intake.MOST_FILES + 100):
        make(f"{tmp_path}/{number}")
    (tmp_path / "server.py").write_bytes(b"")
    snapshot = take(tmp_path)
    assert len(snapshot.refused) <= intake.MOST_FILES
    assert dict(snapshot.files) == {"server.py": b""}, "and crowds nothing out"


def test_a_crowd_in_a_folder_crowds_out_nothing_above_it(tmp_path: Path, write: Write) -> None:
    for number in range(intake.MOST_FILES + 5):
        write(f"assets/{number:04}.png")
    write("server.py")
    assert "server.py" in take(tmp_path).files


def test_folders_without_end(tmp_path: Path) -> None:
    here = tmp_path
    for _ in range(100):
        here = here / "d"
        here.mkdir()
        (here / "x").write_bytes(b"")
    snapshot = take(tmp_path)
    assert len(snapshot.files) == intake.MOST_DEPTH
    assert [why for _name, why in snapshot.refused] == ["too_deep"]


@pytest.mark.parametrize(
    "name",
    [b"new\nline.py", b"esc\x1b[31m.py", b"bad\xffutf8.py", b"tab\t.py", "rtl\u202etxt.py".encode(), b"del\x7f",
     b"::error::x\r.py", "zero\u200bwidth".encode(), b"\xed\xa0\x80"],
)  # fmt: skip
@pytest.mark.parametrize("folder", [False, True])
def test_names_that_could_do_harm_where_they_are_shown(tmp_path: Path, name: bytes, folder: bool) -> None:
    path = os.fsencode(tmp_path) + b"/" + name
    if folder:
        Path(os.fsdecode(path)).mkdir()
        Path(os.fsdecode(path), "server.py").write_bytes(b"")
    else:
        Path(os.fsdecode(path)).write_bytes(b"")
    snapshot = take(tmp_path)
    assert snapshot.files == {}
    ((told, why),) = snapshot.refused
    assert why == "strange_name"
    told.encode("utf-8")  # can be written into a report


def test_what_no_student_wrote_is_left_out_without_a_word(tmp_path: Path, write: Write) -> None:
    for name in (".git/config", "__pycache__/json.cpython-311.pyc", ".venv/bin/python", "json.pyc", ".vscode/x",
                 "lib/__pycache__/a.pyc"):  # fmt: skip
        write(name, b"x")
    write("lib/a.py", b"x")
    write("git", b"x")
    snapshot = take(tmp_path)
    assert sorted(snapshot.files) == ["git", "lib/a.py"]
    assert snapshot.refused == ()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs two users")
def test_what_cannot_be_read_is_said(tmp_path: Path, write: Write) -> None:
    for name in ("closed.py", "closed_folder/x.py", "open.py"):
        write(name, b"x")
    tmp_path.chmod(0o755)
    (tmp_path / "closed.py").chmod(0)
    (tmp_path / "closed_folder").chmod(0)
    fd = os.open(tmp_path, os.O_RDONLY | os.O_DIRECTORY)
    pid = os.fork()
    if not pid:
        os.fchdir(fd)
        os.setresuid(65534, 65534, 65534)
        snapshot = take(Path())
        ok = snapshot.refused == (("closed.py", "unreadable"), ("closed_folder", "unreadable"))
        os._exit(0 if ok and list(snapshot.files) == ["open.py"] else 1)
    os.close(fd)
    until_gone(pid)
    assert os.waitpid(pid, 0)[1] == 0


def test_the_key_tells_contents_apart(tmp_path: Path, write: Write) -> None:
    write("a", b"1")
    first = take(tmp_path)
    assert take(tmp_path).key == first.key
    write("a", b"2")
    assert take(tmp_path).key != first.key
    write("a", b"1")
    write("b", b"")
    assert take(tmp_path).key != first.key


def test_the_key_cannot_be_confused_by_where_contents_end(tmp_path: Path) -> None:
    keys = set()
    for number, files in enumerate([{"a": b"b\0" + b"1\0c"}, {"a": b"", "b": b"c"}, {"a": b"b", "b": b""}]):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_bytes(content)
        keys.add(take(folder).key)
    assert len(keys) == 3


def test_digests_are_sha256(tmp_path: Path, write: Write) -> None:
    write("a.py", b"")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert take(tmp_path).digests() == {"a.py": f"sha256:{empty}"}


@pytest.mark.parametrize(
    "content",
    ["# coding: gbk\nx = '消息'".encode("gbk"), "\ufeffx = '消息'".encode(), "x = '消息'".encode(), b"x = '\xcf\xfb'",
     b"# coding: nonsense\nx", b"\0\0"],
    ids=["gbk", "bom", "utf-8", "latin bytes", "no such coding", "nul"],
)  # fmt: skip
def test_any_source_can_be_shown(tmp_path: Path, write: Write, content: bytes) -> None:
    write("server.py", content)
    snapshot = take(tmp_path)
    assert set(snapshot.texts()) == {"server.py"}
    assert ("消息" in snapshot.texts()["server.py"]) == (
        "消" in content.decode("gbk" if b"gbk" in content else "utf-8", "ignore")
    )
    assert snapshot.line("server.py", 99) is None
    assert snapshot.line("server.py", 0) is None
    assert snapshot.line("client.py", 1) is None


def test_a_line_is_numbered_as_python_does(tmp_path: Path, write: Write) -> None:
    write("server.py", "a = 1\r\nb = '\u2028\x0c'\n\n  c = 3  \n".encode())
    snapshot = take(tmp_path)
    assert snapshot.line("server.py", 4) == "c = 3"
