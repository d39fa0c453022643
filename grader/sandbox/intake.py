"""A submission as the grader takes it in: regular files, read once, never followed, never run."""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.errors import NoSubmission

MOST_FILES, MOST_BYTES, MOST_DEPTH = 500, 10 << 20, 12

#: Left out without a word: nothing a student wrote, and nothing a program of the course needs.
_IGNORED = frozenset({".git", "__pycache__", ".venv", "venv", ".idea", ".vscode", ".mypy_cache", ".pytest_cache"})


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The files of a submission at one moment: relative path with `/` to content.

    `refused` lists what was not taken, each with a reason code; `key` identifies the content.
    """

    path: str
    files: Mapping[str, bytes]
    refused: tuple[tuple[str, str], ...]
    key: str

    def digests(self) -> dict[str, str]:
        """The sha256 of each file, as the result lists them."""
        return {name: "sha256:" + hashlib.sha256(content).hexdigest() for name, content in sorted(self.files.items())}

    def texts(self) -> dict[str, str]:
        """The Python files as text, decoded as Python does (PEP 263): a BOM or a coding cookie counts."""
        return {name: text for name in self.files if name.endswith(".py") and (text := self._text(name)) is not None}

    def _text(self, name: str) -> str | None:
        import tokenize  # only when something went wrong: it costs start-up time

        try:
            encoding, _lines = tokenize.detect_encoding(io.BytesIO(self.files[name]).readline)
            return self.files[name].decode(encoding, "replace")
        except (SyntaxError, LookupError):
            return self.files[name].decode("utf-8", "replace")

    def line(self, name: str, number: int) -> str | None:
        """One line of a file, without blanks around it; None where there is no such line."""
        # Not splitlines(): Python does not end a line at a form feed or U+2028.
        text = (self._text(name) or "").rstrip("\r\n") if name in self.files else ""
        rows = re.split(r"\r\n|\r|\n", text) if text else []
        return rows[number - 1].strip() if 0 < number <= len(rows) else None


def take(folder: Path) -> Snapshot:
    """Reads a submission.

    Raises:
        NoSubmission: there is no such folder.
    """
    if not folder.is_dir():
        raise NoSubmission(str(folder))
    files: dict[str, bytes] = {}
    refused: list[tuple[str, str]] = []
    total = 0
    for name, entry, why in _walk(folder, "", 0):
        if why is None and len(files) >= MOST_FILES:
            refused.append((name, "too_many_files"))
            break
        if why is not None or entry is None:
            refused += [(name, why or "unreadable")] if len(refused) < MOST_FILES else []
            continue
        content = _read(entry.path, MOST_BYTES - total)
        if isinstance(content, str):
            refused += [(name, content)] if len(refused) < MOST_FILES else []
            continue
        files[name] = content
        total += len(content)
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    return Snapshot(str(folder), files, tuple(refused), digest.hexdigest())


def _walk(folder: Path | str, prefix: str, depth: int) -> Iterator[tuple[str, os.DirEntry[str] | None, str | None]]:
    try:
        # Files first: no crowd in a folder below may crowd out a file above it.
        entries = sorted(os.scandir(folder), key=lambda entry: (entry.is_dir(follow_symlinks=False), entry.name))
    except OSError:
        yield prefix.rstrip("/") or ".", None, "unreadable"
        return
    for entry in entries:
        if entry.name in _IGNORED or entry.name.endswith(".pyc"):
            continue
        name = prefix + entry.name
        if not _speakable(entry.name):
            yield name.encode("utf-8", "backslashreplace").decode("utf-8"), None, "strange_name"
        elif entry.is_symlink():
            yield name, None, "link"
        elif entry.is_dir(follow_symlinks=False):
            if depth >= MOST_DEPTH:
                yield name, None, "too_deep"
            else:
                yield from _walk(entry.path, name + "/", depth + 1)
        elif entry.is_file(follow_symlinks=False):
            yield name, entry, None
        else:
            yield name, None, "not_a_regular_file"


def _speakable(name: str) -> bool:
    return name.isprintable() and not any("\ud800" <= letter <= "\udfff" for letter in name)


def _read(path: str, room: int) -> bytes | str:
    """The content of a regular file, or the reason why it was not taken.

    Opened without following links and without blocking (a FIFO put there meanwhile), and judged by
    the descriptor, not by the name.
    """
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return "unreadable"
    try:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            return "not_a_regular_file"
        if status.st_size > room:  # reading a sparse file to its limit, many times over, takes long
            return "too_large"
        with os.fdopen(os.dup(fd), "rb") as file:
            content = file.read(room + 1)
    except OSError:
        return "unreadable"
    finally:
        os.close(fd)
    return content if len(content) <= room else "too_large"
