"""Writing files of a student's: never over what is there, never through a link, never by halves."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from grader.errors import UsageError
from grader.messages import _

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def lay(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Writes those of the files that are not there yet; returns their names.

    `folder` must exist and be no link.  An interruption leaves whole files only, so that doing it
    again completes them.

    Raises:
        UsageError: a file cannot be written.
    """
    written = []
    for name, content in files.items():
        try:
            _make_folders(folder, PurePosixPath(name).parent)
            if _write_new(folder / name, content):
                written.append(name)
        except OSError as error:
            raise cannot_write(folder / name, error) from None
    return written


def make_folder(path: Path) -> None:
    """Makes a folder and those above it.

    Raises:
        UsageError: that is not possible.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(path, error) from None


def replace_file(path: Path, content: bytes) -> None:
    """Writes a file so that it is there whole or not at all, also when interrupted.

    Raises:
        OSError: it cannot be written.
    """
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    scratch.unlink(missing_ok=True)
    try:
        _write_new(scratch, content)
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)


def cannot_write(path: Path, error: OSError) -> UsageError:
    """What to tell whoever named a place that cannot be written to."""
    return UsageError(_("Cannot write {path}: {error}").format(path=path, error=error.strerror or error))


def _write_new(path: Path, content: bytes) -> bool:
    """Whether a file was made; False where something is already."""
    try:
        fd = os.open(path, _NEW, 0o666)
    except FileExistsError:
        return False
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(content)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return True


def _make_folders(folder: Path, below: PurePosixPath) -> None:
    for part in below.parts:
        folder /= part
        try:
            folder.mkdir()
        except FileExistsError:
            if folder.is_symlink() or not folder.is_dir():
                raise NotADirectoryError(20, _("{name} is no folder").format(name=folder.name)) from None
