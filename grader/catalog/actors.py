"""Who takes part in a run: the student's programs, and peers that the grader plays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from grader.catalog.keys import Crowd, FileName, Loopback, Port, Share, key
from grader.catalog.shape import Listening, Reference
from grader.errors import Place
from grader.messages import N_


@dataclass(frozen=True, slots=True)
class Listens:
    """`9090/udp`: what a program must listen on.  `port` None: any port is right (`any/udp`)."""

    port: int | None
    protocol: str


@dataclass(frozen=True, slots=True)
class Program:
    """A program of the student's, run as a process on a terminal of its own."""

    kind: ClassVar[str] = N_("a program")

    name: str
    place: Place
    program: FileName = key("the student's file, run as `python FILE`", "server.py")
    listens: Annotated[Listens | None, Listening()] = key(
        "what it must listen on before the run goes on: PORT/udp, PORT/tcp, or any/udp, any/tcp",
        "9090/udp",
        default=None,
    )
    # The class itself cannot be named before it is there.
    behind: LinkName | None = key(
        "the link through which it reaches the server, instead of directly", "line", default=None
    )


ProgramName = Annotated[str, Reference((Program,))]


@dataclass(frozen=True, slots=True)
class UdpClient:
    """A UDP client played by the grader; with `count`, a crowd of them."""

    kind: ClassVar[str] = N_("a UDP client")

    name: str
    place: Place
    udp_client: ProgramName = key("the program whose port it talks to", "server")
    count: Crowd = key("so many of them; `each` names one after the other", 200, default=None)
    ip: Loopback = key("the address that it binds, any of 127.x.y.z", "127.0.0.2", default="127.0.0.1")
    # The class itself cannot be named before it is there.
    port_of: UdpClientName | None = key(
        "another UDP client: this one binds the same port at its own `ip`", "alice", default=None
    )


UdpClientName = Annotated[str, Reference((UdpClient,), whole=True)]


@dataclass(frozen=True, slots=True)
class UdpServer:
    """A UDP server played by the grader, bound before any program starts."""

    kind: ClassVar[str] = N_("a fake UDP server")

    name: str
    place: Place
    udp_server: Port = key("the port on 127.0.0.1 that it binds", 9090)


@dataclass(frozen=True, slots=True)
class TcpClient:
    """A TCP client played by the grader, whose one connection has a port of its own; with `count`, a crowd of them."""

    kind: ClassVar[str] = N_("a TCP client")

    name: str
    place: Place
    tcp_client: ProgramName = key("the program that it connects to", "server")
    count: Crowd = key("so many of them; `each` names one after the other", 30, default=None)


@dataclass(frozen=True, slots=True)
class TcpServer:
    """A TCP server played by the grader, listening before any program starts; it speaks on the newest connection."""

    kind: ClassVar[str] = N_("a fake TCP server")

    name: str
    place: Place
    tcp_server: Port = key("the port on 127.0.0.1 that it listens on", 9090)


@dataclass(frozen=True, slots=True)
class Link:
    """A line over UDP between programs `behind` it and a server; without faults, they are as if directly connected."""

    kind: ClassVar[str] = N_("a link")

    name: str
    place: Place
    link: ProgramName = key("the server at its far end", "server")
    reorders: bool = key(
        "it keeps datagrams until all programs wait, then delivers them in an order drawn from the seed",
        True,
        default=False,
    )
    delays: bool = key(
        "it keeps datagrams until all programs wait, then delivers them in their order", True, default=False
    )
    loses: Share = key("how probable it is that a datagram is lost", 0.2, default=0.0)
    duplicates: Share = key("how probable it is that a datagram is delivered twice", 0.1, default=0.0)


LinkName = Annotated[str, Reference((Link,))]

Actor = Program | UdpClient | UdpServer | TcpClient | TcpServer | Link

ClientName = Annotated[str, Reference((UdpClient, TcpClient, TcpServer))]
ServerName = Annotated[str, Reference((UdpServer,))]
TcpClientName = Annotated[str, Reference((TcpClient,))]
TcpPeerName = Annotated[str, Reference((TcpClient, TcpServer))]
CrowdName = Annotated[str, Reference((UdpClient, TcpClient), whole=True)]
ActorName = Annotated[str, Reference((Program, UdpClient, UdpServer, TcpClient, TcpServer))]
#: An actor, or all of a crowd together.
ActorsName = Annotated[str, Reference((Program, UdpClient, UdpServer, TcpClient, TcpServer), whole=True)]


def size_of(actor: Actor | None) -> int | None:
    """How many a crowd is; None for an actor that is only one."""
    return actor.count if isinstance(actor, (UdpClient, TcpClient)) else None
