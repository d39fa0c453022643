"""System calls through the C library: what fails says which call and why."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.kernel import calls


@pytest.mark.parametrize(
    ("call", "number", "named"),
    [
        pytest.param(lambda: calls.unshare(1), errno.EINVAL, "unshare", id="unshare"),
        pytest.param(lambda: calls.setns(-1, calls.CLONE_NEWNET), errno.EBADF, "setns", id="setns"),
        pytest.param(
            lambda: calls.mount("x", "/no/such/folder", "tmpfs", 0), errno.ENOENT, "/no/such/folder", id="mount"
        ),
        pytest.param(lambda: calls.umount("/no/such/folder"), errno.ENOENT, "/no/such/folder", id="umount"),
        pytest.param(lambda: calls.prctl(-1, 0), errno.EINVAL, "prctl", id="prctl"),
        pytest.param(lambda: calls.pidfd_getfd(-1, 0), errno.EBADF, "pidfd_getfd", id="pidfd_getfd"),
    ],
)
def test_a_call_that_fails_says_which_and_why(call: Callable[[], object], number: int, named: str) -> None:
    if os.geteuid() != 0 and "mount" in named:
        number = errno.EPERM
    with pytest.raises(OSError, match=named) as raised:
        call()
    assert raised.value.errno == number


def test_the_wrong_kind_of_namespace_is_refused() -> None:
    fd = os.open("/proc/self/ns/uts", os.O_RDONLY)
    try:
        with pytest.raises(OSError, match="setns"):
            calls.setns(fd, calls.CLONE_NEWNET)
    finally:
        os.close(fd)


def test_a_descriptor_of_another_process(tmp_path: Path) -> None:
    (tmp_path / "told").write_text("here")
    fd = os.open(tmp_path / "told", os.O_RDONLY)
    alive, end = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(end)
        os.read(alive, 1)
        os._exit(0)
    os.close(alive)
    os.close(fd)
    handle = os.pidfd_open(pid)
    copy = calls.pidfd_getfd(handle, fd)
    try:
        assert os.read(copy, 10) == b"here"
    finally:
        for one in (copy, handle, end):
            os.close(one)
        os.waitpid(pid, 0)
