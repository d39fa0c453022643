"""Peers: what the grader itself plays over real sockets, and the codecs for what goes over them."""

from grader.peers.link import Link
from grader.peers.tcp import TcpClient, TcpServer
from grader.peers.udp import UdpPeer

__all__ = ["Link", "TcpClient", "TcpServer", "UdpPeer"]
