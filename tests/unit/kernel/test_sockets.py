"""What sock_diag tells, against sockets of which everything is known, each time in a network of its own."""

from __future__ import annotations

import os
import socket
import struct
from contextlib import closing

import pytest

from grader.kernel import calls, sockets
from tests.namespaces import in_own_network
from tests.patience import until

IPV4, IPV6 = socket.AF_INET, socket.AF_INET6
UDP, TCP = socket.SOCK_DGRAM, socket.SOCK_STREAM
ESTABLISHED = 1


def bound(family: int, kind: int, address: str, *, v6only: bool = False) -> socket.socket:
    made = socket.socket(family, kind)
    if family == IPV6:
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, v6only)
    made.bind((address, 0))
    return made


@pytest.mark.parametrize(("family", "address"), [(IPV4, "127.0.0.1"), (IPV4, "0.0.0.0"), (IPV6, "::1"), (IPV6, "::")])
def test_a_bound_udp_socket(family: int, address: str) -> None:
    def look() -> None:
        with closing(sockets.connect()) as diag, bound(family, UDP, address) as made:
            (one,) = sockets.udp(diag)
            assert one[:3] == (sockets.UDP, family, sockets.CLOSE)
            assert one[3:5] == made.getsockname()[:2]
            assert one[6] == 0
            assert one[7] == os.fstat(made.fileno()).st_ino
            assert sockets.tcp_listeners(diag) == sockets.tcp(diag) == []

    in_own_network(look)


@pytest.mark.parametrize("v6only", [True, False])
@pytest.mark.parametrize("kind", [UDP, TCP])
def test_whether_an_ipv6_socket_takes_ipv4_too(kind: int, v6only: bool) -> None:
    def look() -> None:
        with closing(sockets.connect()) as diag, bound(IPV6, kind, "::", v6only=v6only) as made:
            if kind == TCP:
                made.listen()
            (one,) = sockets.udp(diag) if kind == UDP else sockets.tcp_listeners(diag)
            assert one[10] == (int(v6only),)

    in_own_network(look)


def test_an_unbound_udp_socket_is_in_no_list() -> None:
    def look() -> None:
        with closing(sockets.connect()) as diag, socket.socket(IPV4, UDP):
            assert sockets.udp(diag) == []

    in_own_network(look)


def test_a_connected_udp_socket_tells_its_peer() -> None:
    def look() -> None:
        with (
            closing(sockets.connect()) as diag,
            bound(IPV4, UDP, "127.0.0.1") as here,
            bound(IPV4, UDP, "127.0.0.1") as there,
        ):
            here.connect(there.getsockname())
            (one,) = [sock for sock in sockets.udp(diag) if sock[7] == os.fstat(here.fileno()).st_ino]
            assert one[2] == ESTABLISHED
            assert one[5:7] == there.getsockname()

    in_own_network(look)


def test_what_waits_unread_in_a_udp_socket() -> None:
    def look() -> None:
        with closing(sockets.connect()) as diag, bound(IPV4, UDP, "127.0.0.1") as made:
            assert sockets.udp(diag)[0][8] == 0
            made.sendto(b"x" * 100, made.getsockname())
            assert sockets.udp(diag)[0][8] >= 100
            made.recv(100)
            assert sockets.udp(diag)[0][8] == 0

    in_own_network(look)


@pytest.mark.parametrize(("family", "address"), [(IPV4, "127.0.0.1"), (IPV6, "::1")])
def test_a_listening_tcp_socket(family: int, address: str) -> None:
    def look() -> None:
        with closing(sockets.connect()) as diag, bound(family, TCP, address) as made:
            assert sockets.tcp_listeners(diag) == [], "bound alone is not listening"
            made.listen()
            (one,) = sockets.tcp_listeners(diag)
            assert one[:3] == (sockets.TCP, family, sockets.LISTEN)
            assert one[3:5] == made.getsockname()[:2]
            assert one[7] == os.fstat(made.fileno()).st_ino
            assert sockets.udp(diag) == []

    in_own_network(look)


def test_what_is_under_way_on_a_tcp_connection() -> None:
    def look() -> None:
        with closing(sockets.connect()) as diag, bound(IPV4, TCP, "127.0.0.1") as server:
            server.listen()
            client = socket.create_connection(server.getsockname())
            other, _address = server.accept()
            client.sendall(b"12345")
            other.sendall(b"123")
            until(lambda: info(diag, other)[2] == 5 and info(diag, client)[2] == 3, "all bytes have arrived")
            assert info(diag, client)[:4] == (5, 0, 3, 0)
            assert info(diag, other)[:4] == (3, 0, 5, 0)
            assert {sock[2] for sock in sockets.tcp(diag)} == {sockets.LISTEN, ESTABLISHED}
            assert sockets.tcp_listeners(diag)[0][7] == os.fstat(server.fileno()).st_ino

    in_own_network(look)


def test_a_full_tcp_connection_says_that_the_other_end_takes_no_more() -> None:
    def look() -> None:
        with closing(sockets.connect()) as diag, bound(IPV4, TCP, "127.0.0.1") as server:
            server.listen()
            client = socket.create_connection(server.getsockname())
            other, _address = server.accept()
            client.setblocking(False)
            sent = 0
            try:
                while True:
                    sent += client.send(b"x" * 65536)
            except BlockingIOError:
                pass
            until(lambda: info(diag, client)[4:] == (0, 0), "all is acknowledged and the window is closed")
            bytes_sent, retransmitted, _received, not_sent, _unacked, _window = info(diag, client)
            assert not_sent > 0
            assert bytes_sent - retransmitted + not_sent == sent
            assert info(diag, other)[2] == bytes_sent - retransmitted

    in_own_network(look)


def info(diag: object, sock: socket.socket) -> tuple[int, ...]:
    inode = os.fstat(sock.fileno()).st_ino
    (one,) = [found for found in sockets.tcp(diag) if found[7] == inode]  # type: ignore[arg-type]
    assert one[10] is not None
    return one[10]


def test_a_connection_that_nobody_has_accepted_belongs_to_nobody() -> None:
    def look() -> None:
        with closing(sockets.connect()) as diag, bound(IPV4, TCP, "127.0.0.1") as server:
            server.listen()
            client = socket.create_connection(server.getsockname())
            inodes = sorted(sock[7] for sock in sockets.tcp(diag))
            assert inodes == sorted([0, os.fstat(client.fileno()).st_ino, os.fstat(server.fileno()).st_ino])

    in_own_network(look)


def test_a_closed_connection_that_lingers_is_left_out() -> None:
    def look() -> None:
        with closing(sockets.connect()) as diag, bound(IPV4, TCP, "127.0.0.1") as server:
            server.listen()
            client = socket.create_connection(server.getsockname())
            other, _address = server.accept()
            client.close()
            other.close()
            until(lambda: [sock[2] for sock in sockets.tcp(diag)] == [sockets.LISTEN], "TIME_WAIT is nobody's")

    in_own_network(look)


def test_thousands_of_sockets_come_in_many_parts() -> None:
    def look() -> None:
        import resource

        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4000), hard))
        with closing(sockets.connect()) as diag:
            made = [bound(IPV4, UDP, "127.0.0.1") for _ in range(min(hard, 4000) - 100)]
            found = {sock[7]: sock[4] for sock in sockets.udp(diag)}
            assert found == {os.fstat(one.fileno()).st_ino: one.getsockname()[1] for one in made}

    in_own_network(look)


def test_a_diag_descriptor_belongs_to_the_network_where_it_was_made() -> None:
    def look() -> None:
        inner = sockets.connect()
        made = bound(IPV4, UDP, "127.0.0.1")
        calls.unshare(calls.CLONE_NEWNET)
        with closing(sockets.connect()) as outer:
            assert sockets.udp(outer) == []
        assert [sock[4] for sock in sockets.udp(inner)] == [made.getsockname()[1]]

    in_own_network(look)


@pytest.mark.parametrize(("family", "protocol"), [(IPV4, 250), (99, 17)])
def test_what_the_kernel_cannot_tell_is_no_empty_list(family: int, protocol: int) -> None:
    """An unknown protocol ends the (empty) dump with an error, an unknown family is refused at once."""

    def look() -> str:
        with closing(sockets.connect()) as diag:
            try:
                sockets._ask(diag, family, protocol, sockets.ALL_STATES, False)
            except sockets.Unavailable as error:
                return str(error)
        return "an empty list"

    assert "sock_diag" in in_own_network(look)


def test_proc_net_tells_the_same() -> None:
    def look() -> None:
        with (
            closing(sockets.connect()) as diag,
            bound(IPV4, TCP, "127.0.0.1") as server,
            bound(IPV6, TCP, "::1") as six,
        ):
            kept = [bound(IPV4, UDP, "127.0.0.1"), bound(IPV4, UDP, "0.0.0.0"), bound(IPV6, UDP, "::")]
            kept[0].connect(kept[1].getsockname())
            kept[0].send(b"unread")
            for one in (server, six):
                one.listen()
                client = socket.create_connection(one.getsockname()[:2])
                other, _address = one.accept()
                other.sendall(b"abc")
                kept += [client, other]
            told = [sock[:10] for sock in sockets.udp(diag) + sockets.tcp(diag)]
            assert len(told) == 9
            # What a listening socket has queued is given differently: it is no data.
            assert sorted(sock[:10] for sock in sockets.listed() if sock[2] != sockets.LISTEN) == sorted(
                sock for sock in told if sock[2] != sockets.LISTEN
            )
            assert sorted(sock[:8] for sock in sockets.listed()) == sorted(sock[:8] for sock in told)

    in_own_network(look)


def test_a_record_without_anything_more_is_read() -> None:
    """The fixed part of struct inet_diag_msg (linux/inet_diag.h) alone."""
    body = struct.pack("=BBBB", IPV4, 7, 0, 0) + struct.pack(">HH", 9090, 0)
    body += socket.inet_aton("127.0.0.1") + bytes(12) + bytes(16) + bytes(12)
    body += struct.pack("=IIIII", 0, 1, 2, 3, 4)
    assert sockets._parse(sockets.UDP, body) == (17, 2, 7, "127.0.0.1", 9090, "0.0.0.0", 0, 4, 1, 2, None)
