# A generator for each client keeps the count in a local variable.
import socket


def conversation():
    answer, number = None, 0
    while True:
        text = yield answer
        number += 1
        answer = f"{number}:{text}"


sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
conversations = {}
while True:
    data, addr = sock.recvfrom(1024)
    if addr not in conversations:
        conversations[addr] = conversation()
        next(conversations[addr])
    sock.sendto(conversations[addr].send(data.decode("utf-8")).encode("utf-8"), addr)
