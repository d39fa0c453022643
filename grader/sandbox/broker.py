"""The broker: one small single-threaded process per worker, the only starter of student programs.

It owns the namespaces, the private copies and the programs, and hands out terminals and ready
sockets.  It runs as `python -I -S`, imports the standard library only, and needs nothing from the
worker but the socket on descriptor 3.  When that socket closes, for whatever reason, the broker
ends every program and itself.

Only this process needs privileges: root's, or those that a user namespace of its own gives
(which can be entered by a single-threaded process only, so not by a pytest worker).
"""

from __future__ import annotations

import _signal
import _socket
import errno
import functools
import os
import select
import sys
from collections.abc import Callable, Mapping
from typing import Any

from grader.kernel import calls, proc, sockets, terminals
from grader.sandbox import copies, stub, wire
from grader.sandbox.networks import Network, apart

CONTROL = 3
_ROOMS = ("/mnt", "/media", "/srv", "/opt")
_LOOPBACK = ("127.", "::1", "::ffff:127.")
_PY_SPY_SECONDS = 2.0


class _Space:
    """Everything of one run: its network (seldom several), a private copy, the programs in it."""

    def __init__(self, folder: str, network: Network) -> None:
        self.folder = folder
        self.networks = [network]
        self.stubs: dict[str, int] = {}


class Broker:
    """Answers the requests of one worker; each method without underscore is one request."""

    def __init__(self) -> None:
        self._spaces: dict[int, _Space] = {}
        self._copies: dict[str, Mapping[str, bytes]] = {}
        self._features: list[str] = []
        self._missing: dict[str, str] = {}
        self._mother: int | None = None
        self._room = ""
        self._gone: set[int] = set()
        self._own_pids = False

    # --- namespaces ---------------------------------------------------------------------

    def prepare(self, avoid: list[str]) -> dict[str, Any]:
        """Takes what isolation the machine gives; paths in `avoid` stay visible to programs."""
        calls.prctl(calls.PR_SET_CHILD_SUBREAPER, 1)
        if os.geteuid() != 0:
            self._try("userns", self._enter_user_namespace)
        self._try("netns", self._enter_mother_network)
        self._try("mountns", lambda: self._mount_room(avoid))
        self._try("pidns", self._probe_pid_namespace)
        self._own_pids = "pidns" in self._features
        if not self._room:
            self._room = copies.room(f"grader-{os.getuid()}-{os.getpid()}")
        return {"features": self._features, "missing": self._missing}

    def _try(self, feature: str, step: Any) -> None:
        try:
            step()
            self._features.append(feature)
        except OSError as error:
            self._missing[feature] = error.strerror or str(error)

    @staticmethod
    def _enter_user_namespace() -> None:
        uid, gid = os.getuid(), os.getgid()
        calls.unshare(calls.CLONE_NEWUSER)
        for name, content in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(content)

    def _enter_mother_network(self) -> None:
        """A namespace from which those of the runs are made.

        Its small hash tables (inherited by children, ip-sysctl.rst) make a dump of all TCP sockets
        three times cheaper and a namespace twice as fast to make.
        """
        calls.unshare(calls.CLONE_NEWNET)
        for name in ("tcp_child_ehash_entries", "udp_child_hash_entries"):
            try:
                with open(f"/proc/sys/net/ipv4/{name}", "w") as file:
                    file.write("256")
            except OSError:
                pass  # an older kernel, or a read-only /proc/sys: slower, not wrong
        self._mother = os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)

    def _mount_room(self, avoid: list[str]) -> None:
        """A tmpfs that only this process and its children see, and that dies with them."""
        calls.unshare(calls.CLONE_NEWNS)
        calls.mount("none", "/", None, calls.MS_REC | calls.MS_PRIVATE)
        for room in _ROOMS:
            if os.path.isdir(room) and not any(path == room or path.startswith(room + "/") for path in avoid):
                calls.mount("grader", room, "tmpfs", calls.MS_NOSUID | calls.MS_NODEV, "size=1m,mode=0755")
                self._room = room
                return
        raise OSError(2, "no folder to mount on")

    @staticmethod
    def _probe_pid_namespace() -> None:
        pid = os.fork()
        if not pid:
            try:
                calls.unshare(calls.CLONE_NEWPID)
                os._exit(0)
            except OSError as error:
                os._exit(error.errno or 1)
        _pid, status = os.waitpid(pid, 0)
        if status:
            raise OSError(os.waitstatus_to_exitcode(status), os.strerror(os.waitstatus_to_exitcode(status)))

    # --- a run's space ------------------------------------------------------------------

    def keep(self, key: str, files: Mapping[str, bytes]) -> None:
        """Remembers a submission's files under a key, for `open` to lay out."""
        self._copies[key] = files

    def forget(self, key: str) -> None:
        """Drops a submission's files."""
        self._copies.pop(key, None)

    def open(self, number: int, key: str, size: int, files: int) -> None:
        """Makes the space of a run: fresh network, private copy of at most `size` bytes."""
        folder = f"{self._room}/{number}"
        os.mkdir(folder, 0o755)
        if "mountns" in self._features:
            options = f"size={size},nr_inodes={files},mode=0755"
            calls.mount("grader", folder, "tmpfs", calls.MS_NOSUID | calls.MS_NODEV, options)
        self._spaces[number] = _Space(folder, Network(self._mother))
        for name, content in self._copies[key].items():
            copies.write(folder, name, content)

    def network(self, number: int) -> int:
        """A further network for a run, from which nothing reaches the others; its index (0 is the first)."""
        if self._mother is None:
            raise OSError(errno.EOPNOTSUPP, "there are no network namespaces here")
        space = self._spaces[number]
        space.networks.append(Network(self._mother))
        return len(space.networks) - 1

    def socket(self, number: int, kind: int, address: str, port: int, net: int) -> tuple[tuple[str, int], list[int]]:
        """An IPv4 socket inside a network of a run, bound to a loopback address (`port` 0: any)."""
        with self._spaces[number].networks[net]:
            made = _socket.socket(_socket.AF_INET, kind | _socket.SOCK_NONBLOCK | _socket.SOCK_CLOEXEC)
            made.bind((address, port))
            bound = made.getsockname()
        return (bound[0], bound[1]), [made.detach()]

    def start(
        self, number: int, name: str, argv: tuple[str, ...], env: Mapping[str, str], limits: Mapping[str, int], net: int
    ) -> tuple[int, list[int]]:
        """Starts a program on a new terminal; returns the stub's pid and master, slave, status pipe."""
        space = self._spaces[number]
        master, slave = terminals.open_pair()
        status, told = os.pipe()
        os.set_blocking(status, False)
        try:
            with space.networks[net]:
                pid = stub.launch(argv, env, limits, space.folder, slave, told, self._own_pids)
        finally:
            os.close(told)
        space.stubs[name] = pid
        return pid, [master, slave, status]

    def stop(self, number: int, name: str) -> None:
        """Ends one program with all its processes."""
        self._end(self._spaces[number].stubs.pop(name))

    def close(self, number: int) -> None:
        """Ends every process of a run and drops its copy and network."""
        space = self._spaces.pop(number, None)
        if space is None:  # it could not be opened
            return
        for pid in space.stubs.values():
            self._end(pid)
        if not self._own_pids:
            self._end_strays()
        for network in space.networks:
            network.close()
        if "mountns" in self._features:
            calls.umount(space.folder)
            os.rmdir(space.folder)
        else:
            copies.remove(space.folder)

    def _end(self, pid: int) -> None:
        """Kills a stub's whole tree and waits until the kernel says that it is gone."""
        if pid in self._gone:
            self._gone.discard(pid)
            return
        if self._own_pids:
            for victim in proc.children(pid) or [pid]:
                _kill(victim, _signal.SIGKILL)
            os.waitpid(pid, 0)
            return
        # Whatever forks and ends all the time can be missed in a listing, but the stub ends last.
        while not os.waitpid(pid, os.WNOHANG)[0]:
            _kill_all(lambda: proc.descendants(pid))

    def _end_strays(self) -> None:
        """Without pid namespaces a program can kill its stub; what it leaves behind is adopted by this process."""
        stubs = {pid for space in self._spaces.values() for pid in space.stubs.values()}
        while strays := [pid for pid in proc.children(os.getpid()) if pid not in stubs]:
            _kill_all(functools.partial(_trees, strays))
            for pid in strays:
                os.waitpid(pid, 0)

    # --- witness ------------------------------------------------------------------------

    def begin(self, number: int, with_sockets: bool) -> dict[str, Any]:
        """Pass A of a sample: every thread of the run, and the sockets that are bound."""
        space = self._spaces[number]
        members = self._members(space)
        facts: dict[str, Any] = {
            "members": members,
            "threads": proc.threads([pid for pids in members.values() for pid in pids]),
            "keepers": proc.threads(self._keepers(space)),
        }
        if with_sockets:
            facts["sockets"] = [
                sock for network in space.networks for sock in network.sockets(sockets.udp, sockets.tcp_listeners)
            ]
        return facts

    def confirm(self, number: int) -> dict[str, Any]:
        """What may be under way, then pass B of the sample."""
        space = self._spaces[number]
        members = self._members(space)
        pids = [pid for own in members.values() for pid in own]
        fds = {pid: proc.descriptors(pid) for pid in pids}
        timers = {pid: None if own is None else proc.timed(pid, own) for pid, own in fds.items()}
        found = [network.sockets(sockets.tcp) for network in space.networks]
        found[1:] = [apart(further, index) for index, further in enumerate(found[1:], 1)]
        tcp = [sock for each in found for sock in each if sock[0] == sockets.TCP]
        if self._mother is None:  # what the machine itself has to do with other hosts is none of the run's
            own = {link for links in fds.values() for link in (links or {}).values()}
            tcp = [sock for sock in tcp if f"socket:[{sock[7]}]" in own or sock[5].startswith(_LOOPBACK)]
        threads = proc.threads(pids, call_first=True)
        keepers = proc.threads(self._keepers(space))
        return {
            "members": members,
            "threads": threads,
            "keepers": keepers,
            "fds": fds,
            "timers": timers,
            "tcp": tcp,
            "limits": {
                (one[0], one[4][0]): _has_time_limit(one[0], one[4][0])
                for one in threads
                if one[4] and (fds.get(one[0]) or {}).get(one[4][0], "").startswith("socket:")
            },
            "again": self._members(space),
        }

    def look(self, number: int) -> dict[str, Any]:
        """What a report on blocked threads needs: descriptors, all sockets, inner process ids."""
        space = self._spaces[number]
        members = self._members(space)
        pids = [pid for own in members.values() for pid in own]
        return {
            "members": members,
            "threads": proc.threads(pids),
            "fds": {pid: proc.descriptors(pid) or {} for pid in pids},
            "inner": {pid: proc.inner_threads(pid) for pid in pids},
            "sockets": [sock for network in space.networks for sock in network.sockets(sockets.udp, sockets.tcp)],
            "folder": space.folder,
        }

    def stacks(self, pid: int, argv: tuple[str, ...]) -> bytes:
        """What an external stack reader prints about a process (empty where it cannot)."""
        out, inside = os.pipe()
        null = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
        try:
            reader = os.posix_spawn(
                argv[0],
                [*argv, str(pid)],
                {"PATH": "/usr/bin:/bin"},
                file_actions=[
                    (os.POSIX_SPAWN_DUP2, null, 0),
                    (os.POSIX_SPAWN_DUP2, inside, 1),
                    (os.POSIX_SPAWN_DUP2, null, 2),
                ],
            )
        except OSError:
            os.close(inside)
            os.close(out)
            return b""
        finally:
            os.close(null)
        os.close(inside)
        poller = select.poll()
        poller.register(out, select.POLLIN)
        parts = []
        while poller.poll(_PY_SPY_SECONDS * 1000):
            part = os.read(out, 65536)
            if not part:
                break
            parts.append(part)
        else:
            _kill(reader, _signal.SIGKILL)
        os.close(out)
        os.waitpid(reader, 0)
        return b"".join(parts)

    def inner_threads(self, pid: int) -> dict[int, int]:
        """The threads of a process: number inside to number outside."""
        return proc.inner_threads(pid)

    def sleep_end(self, pid: int, pointer: int) -> float | None:
        """When a thread's absolute sleep ends, by the struct timespec that it passed."""
        return proc.sleep_end(pid, pointer)

    def _keepers(self, space: _Space) -> list[int]:
        """The stubs and inits: a program's end is on its way as long as one of them has not slept on it."""
        stubs = [pid for pid in space.stubs.values() if pid not in self._gone]
        return [*stubs, *(init for pid in stubs for init in proc.children(pid))] if self._own_pids else stubs

    def _members(self, space: _Space) -> dict[str, list[int]]:
        """The processes of each program: everything below its init (or below the stub)."""
        members: dict[str, list[int]] = {}
        for name, pid in space.stubs.items():
            if pid in self._gone:
                members[name] = []
                continue
            below = proc.children(pid) if self._own_pids else [pid]
            members[name] = [one for init in below for one in proc.descendants(init)]
        return members

    # --- the loop -----------------------------------------------------------------------

    def serve(self, control: _socket.socket) -> None:
        """Answers requests until the worker is gone."""
        while True:
            try:
                (name, args), fds = wire.receive(control)
            except wire.Closed:
                return
            for fd in fds:
                os.close(fd)
            try:
                value = getattr(self, name)(*args)
                answer, passed = value if name in ("socket", "start") else (value, [])
                reply = ("ok", answer)
            except OSError as error:
                reply, passed = ("os", [error.errno or 0, f"{name}: {error.strerror or error}"]), []
            except Exception as error:  # noqa: BLE001 - told to the worker, whose fault report it becomes
                reply, passed = ("fault", f"{name}: {type(error).__name__}: {error}"), []
            try:
                wire.send(control, reply, tuple(passed))
            except wire.Closed:
                return
            finally:
                for fd in passed:
                    os.close(fd)
            self._reap()

    def _reap(self) -> None:
        """Notes stubs that have ended by themselves, so that nobody signals a reused number."""
        stubs = {pid for space in self._spaces.values() for pid in space.stubs.values()}
        for pid in stubs - self._gone:
            if os.waitpid(pid, os.WNOHANG)[0]:
                self._gone.add(pid)

    def shut(self) -> None:
        """Ends all programs and drops all copies."""
        for number in list(self._spaces):
            try:
                self.close(number)
            except OSError:
                pass  # the processes come first, and close() has seen to them by then
        if "mountns" not in self._features and self._room:
            copies.remove(self._room)


def _trees(roots: list[int]) -> list[int]:
    return [one for root in roots for one in (root, *proc.descendants(root))]


def _kill(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def _kill_all(listed: Callable[[], list[int]]) -> None:
    """Kills processes that may fork meanwhile: all are stopped first, so that none gets away from the kill."""
    known: set[int] = set()
    while found := set(listed()) - known:
        for victim in found:
            _kill(victim, _signal.SIGSTOP)
        known |= found
    for victim in known:
        _kill(victim, _signal.SIGKILL)


def _has_time_limit(pid: int, fd: int) -> bool | None:
    """Whether a socket of another process has SO_RCVTIMEO or SO_SNDTIMEO; None: cannot be told."""
    try:
        handle = os.pidfd_open(pid)
    except OSError:
        return None
    try:
        copy = calls.pidfd_getfd(handle, fd)
    except OSError:
        return None
    finally:
        os.close(handle)
    twin = _socket.socket(fileno=copy)
    try:
        options = (_socket.SO_RCVTIMEO, _socket.SO_SNDTIMEO)
        return any(any(twin.getsockopt(_socket.SOL_SOCKET, option, 16)) for option in options)
    finally:
        twin.close()


def main() -> None:
    """The broker's whole life."""
    os.setsid()
    for number in (_signal.SIGINT, _signal.SIGTERM, _signal.SIGHUP, _signal.SIGPIPE):
        _signal.signal(number, _signal.SIG_IGN)
    os.chdir("/")
    control = _socket.socket(fileno=CONTROL)
    control.setblocking(True)
    os.set_inheritable(CONTROL, False)
    broker = Broker()
    try:
        broker.serve(control)
    finally:
        broker.shut()
    sys.exit(0)
