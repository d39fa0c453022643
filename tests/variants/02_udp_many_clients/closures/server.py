# A closure with `nonlocal` for each client.
import socket


def make_counter():
    number = 0

    def count():
        nonlocal number
        number += 1
        return number

    return count


def serve(sock, counters):
    data, addr = sock.recvfrom(1024)
    if not counters.get(addr):
        counters[addr] = make_counter()
    sock.sendto(str(counters[addr]()).encode() + b":" + data, addr)


def main():
    counters = {}
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 9090))
    while True:
        serve(sock, counters)


main()
