"""Peers: what the grader itself plays over real sockets, and the codecs for what goes over them."""

from grader.peers.tcp import TcpClient, TcpServer
from grader.peers.udp import UdpPeer

__all__ = ["TcpClient", "TcpServer", "UdpPeer"]
