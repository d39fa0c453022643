import socket

SERVER = ("127.0.0.1", 9090)


def open_socket(address=None):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    if address:
        sock.bind(address)
    return sock


def send(sock, text, address):
    sock.sendto(text.encode("utf-8"), address)


def receive(sock):
    data, address = sock.recvfrom(1024)
    return data.decode("utf-8"), address
