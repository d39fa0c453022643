# A dictionary of IP addresses, and in it one of ports.
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
hosts = {}
while True:
    data, addr = sock.recvfrom(1024)
    host, port = addr
    ports = hosts.setdefault(host, {})
    ports[port] = ports.setdefault(port, 0) + 1
    sock.sendto(f"{ports[port]}:".encode("utf-8") + data, addr)
