"""A machine that forbids things, as default Docker does: a seccomp filter for this process and all below it.

As a program: `python forbidding.py WHAT[,WHAT] [--own-network] COMMAND ...` runs a command under it.
`namespaces`: no new namespaces and no mounts; `netlink`: no netlink sockets, so no sock_diag.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from pathlib import Path

_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_NUMBER, _FIRST_ARGUMENT = 0, 16  # offsets in struct seccomp_data; the lower half of an argument comes first
_NEW_NAMESPACE = 0x7E020080
_AF_NETLINK = 16
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _MODE_FILTER = 38, 22, 2

_NUMBERS = {
    "x86_64": {"unshare": 272, "setns": 308, "mount": 165, "umount2": 166, "clone": 56, "clone3": 435, "socket": 41},
    "aarch64": {"unshare": 97, "setns": 268, "mount": 40, "umount2": 39, "clone": 220, "clone3": 435, "socket": 198},
}
Instruction = tuple[int, int, int, int]


def known_machine() -> bool:
    """Whether the numbers of the system calls are known here."""
    return sys.platform == "linux" and platform.machine() in _NUMBERS


def forbid(what: list[str]) -> None:
    """Installs the filter."""
    numbers = _NUMBERS[platform.machine()]
    rules: list[Instruction] = []
    if "namespaces" in what:
        for name in ("unshare", "setns", "mount", "umount2"):
            rules += _refuse(numbers[name], errno.EPERM)
        rules += _refuse(numbers["clone3"], errno.ENOSYS)  # its flags are in memory, where a filter cannot look
        rules += _refuse_if(numbers["clone"], _ANY_BIT, _NEW_NAMESPACE)
    if "netlink" in what:
        rules += _refuse_if(numbers["socket"], _EQUAL, _AF_NETLINK)
    rules.append((_RETURN, 0, 0, _ALLOW))
    code = b"".join(struct.pack("=HBBI", *rule) for rule in rules)
    kept = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("@HP", len(rules), ctypes.addressof(kept))
    libc = ctypes.CDLL(None, use_errno=True)
    for option, value, more in ((_PR_SET_NO_NEW_PRIVS, 1, None), (_PR_SET_SECCOMP, _MODE_FILTER, program)):
        if libc.prctl(option, ctypes.c_ulong(value), more, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")


def _refuse(number: int, error: int) -> list[Instruction]:
    return [(_LOAD, 0, 0, _NUMBER), (_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE | error)]


def _refuse_if(number: int, test: int, value: int) -> list[Instruction]:
    """Refuses a call whose first argument passes a test."""
    return [
        (_LOAD, 0, 0, _NUMBER),
        (_EQUAL, 0, 3, number),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (test, 0, 1, value),
        (_RETURN, 0, 0, _REFUSE | errno.EPERM),
    ]


def command(*what: str, own_network: bool = False) -> list[str]:
    """The beginning of a command line that runs the rest of it under a filter."""
    return [sys.executable, str(Path(__file__)), ",".join(what), *(["--own-network"] if own_network else [])]


def stand_in(folder: Path, interpreter: str, *what: str) -> str:
    """A program that stands in for an interpreter and is under a filter from its first instruction on."""
    path = folder / "python"
    words = [*command(*what), interpreter]
    path.write_text(f'#!/bin/sh\nexec {" ".join(words)} "$@"\n')
    path.chmod(0o755)
    return str(path)


def main(arguments: list[str]) -> None:
    what, *rest = arguments
    if rest[0] == "--own-network":
        sys.path.append(str(Path(__file__).resolve().parent.parent))
        from tests.namespaces import enter_own_network

        enter_own_network()
        del rest[0]
    forbid(what.split(","))
    os.execv(rest[0], rest)


if __name__ == "__main__":
    main(sys.argv[1:])
