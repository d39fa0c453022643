"""The private copy of a submission on disk: laid out before a run, removed after it where no mount takes it along.

Imported by the bare broker.
"""

from __future__ import annotations

import os

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def room(name: str) -> str:
    """A new folder in /tmp that only this user can enter.

    The name may be taken: by what a killed process of the same number has left, or by somebody's ill will.
    """
    for count in range(1000):
        path = f"/tmp/{name}-{count}" if count else f"/tmp/{name}"
        try:
            os.mkdir(path, 0o700)
        except FileExistsError:
            continue
        return path
    raise FileExistsError(17, f"a thousand folders are called /tmp/{name}")


def write(folder: str, name: str, content: bytes) -> None:
    """Writes one file of a submission, and the folders above it."""
    path = f"{folder}/{name}"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(fd, view) :]
    finally:
        os.close(fd)


def remove(folder: str) -> None:
    """Removes a tree in which a student's program, ended by now, has written; follows no link.

    Goes down and up one folder at a time: a path may be longer than the system takes, and deeper
    than Python recurses.
    """
    here = os.open(folder, _FOLDER)
    above = [("", _empty(here))]
    while above:
        name, left = above[-1]
        if left:
            inner = left.pop()
            here = _move(here, inner)
            above.append((inner, _empty(here)))
        else:
            above.pop()
            if above:
                here = _move(here, "..")
                os.rmdir(name, dir_fd=here)
    os.close(here)
    os.rmdir(folder)


def _move(here: int, to: str) -> int:
    there = os.open(to, _FOLDER, dir_fd=here)
    os.close(here)
    return there


def _empty(here: int) -> list[str]:
    """Removes the files of a folder; returns the folders in it, made accessible."""
    folders = []
    for name in os.listdir(here):
        if os.stat(name, dir_fd=here, follow_symlinks=False).st_mode & 0o170000 == 0o040000:
            os.chmod(name, 0o700, dir_fd=here)
            folders.append(name)
        else:
            os.unlink(name, dir_fd=here)
    return folders
