"""Private copies on disk, where no mount takes them along at the end."""

from __future__ import annotations

import os
from pathlib import Path

from grader.sandbox import copies


def test_a_room_is_new_even_where_its_name_is_taken() -> None:
    name = f"grader-test-{os.getpid()}"
    Path("/tmp", name).symlink_to("/etc")
    made = [copies.room(name) for _ in range(3)]
    try:
        assert made == [f"/tmp/{name}-{count}" for count in (1, 2, 3)]
        assert {Path(path).stat().st_mode & 0o777 for path in made} == {0o700}
    finally:
        for path in made:
            copies.remove(path)
        Path("/tmp", name).unlink()


def test_removing_follows_no_link(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "kept").write_text("")
    (tmp_path / "copy" / "deep").mkdir(parents=True)
    (tmp_path / "copy" / "link").symlink_to("../outside")
    (tmp_path / "copy" / "deep" / "link").symlink_to(tmp_path / "outside")
    copies.remove(str(tmp_path / "copy"))
    assert [path.name for path in tmp_path.rglob("*")] == ["outside", "kept"]


def test_many_folders_side_by_side_and_below_each_other_are_removed(tmp_path: Path) -> None:
    top = tmp_path / "copy"
    for number in range(100):
        (top / f"{number}" / "a" / "b").mkdir(parents=True)
        (top / f"{number}" / "a" / "file").write_text("")
    copies.remove(str(top))
    assert list(tmp_path.iterdir()) == []


def test_a_copy_is_written_whole(tmp_path: Path) -> None:
    content = os.urandom(3_000_000)
    copies.write(str(tmp_path), "a/b c/消息.py", content)
    assert (tmp_path / "a/b c/消息.py").read_bytes() == content
