"""What to do about what this machine lacks."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from grader.messages import N_, _

#: What each feature of the isolation gives.
FEATURES = {
    "userns": N_("rights of its own without an administrator's"),
    "netns": N_("a network of its own for every run"),
    "mountns": N_("a private copy of limited size for every run"),
    "pidns": N_("process numbers of its own; nothing outlives a run"),
    "sandbox": N_("the rest of the system out of reach"),
}

#: Programs that grading is better with, and what for.
TOOLS = {
    "bwrap": N_("puts the rest of the system out of a program's reach"),
    "strace": N_("watches and slows system calls, for races between processes"),
    "py-spy": N_("finds the line where a program waits"),
}

_PACKAGES = {"bwrap": "bubblewrap", "strace": "strace"}

_INSTALLERS = {"apt-get": "apt-get install", "dnf": "dnf install", "pacman": "pacman -S", "apk": "apk add"}

#: Settings that keep user namespaces from whoever is no administrator, with the value that does.
_SETTINGS = (
    ("kernel.apparmor_restrict_unprivileged_userns", "1", "0"),
    ("kernel.unprivileged_userns_clone", "0", "1"),
    ("user.max_user_namespaces", "0", "10000"),
)


@dataclass(frozen=True, slots=True)
class Machine:
    """What a remedy depends on."""

    administrator: bool
    container: bool
    bwrap: bool


def of_feature(name: str, machine: Machine) -> str:
    """What to do about a missing feature of the isolation; empty where nothing is known."""
    if name == "sandbox":
        if not machine.bwrap:
            return of_tool("bwrap")
        return _("This version of the grader does not use bubblewrap yet.")
    if name not in FEATURES:
        return ""
    if machine.container:
        return _("In a container: start it with `--cap-add SYS_ADMIN --security-opt seccomp=unconfined`.")
    for setting, forbids, allows in _SETTINGS:
        if not machine.administrator and _read(setting) == forbids:
            return _("User namespaces are switched off: `sudo sysctl {setting}={value}`.").format(
                setting=setting, value=allows
            )
    return _("The kernel refuses it; ask whoever runs this machine for namespaces (man 7 namespaces).")


def of_tool(name: str) -> str:
    """How to get a program."""
    if name not in _PACKAGES:
        return _("It comes with the grader: install that again, with everything it requires.")
    for installer, command in _INSTALLERS.items():
        if shutil.which(installer):
            return _("Install it: `sudo {command} {package}`.").format(command=command, package=_PACKAGES[name])
    return _("Install the package {package} of your distribution.").format(package=_PACKAGES[name])


def of_silence() -> str:
    """What to do where it cannot be seen that a program waits."""
    if _read("kernel.yama.ptrace_scope") in ("2", "3"):
        return _("The kernel lets nobody look into processes: `sudo sysctl kernel.yama.ptrace_scope=1`.")
    return _("The grader cannot read what its programs wait for (/proc/PID/syscall); grading takes longer here.")


def _read(setting: str) -> str:
    try:
        return Path("/proc/sys", *setting.split(".")).read_text("ascii").strip()
    except OSError:
        return ""
