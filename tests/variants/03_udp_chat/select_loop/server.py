# One thread with select(): keyboard and socket are both watched all the time.
import collections
import json
import select
import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
waiting = collections.deque()  # messages that are not answered yet, oldest first


def show_first():
    message, _ = waiting[0]
    print("消息来自{username} : {msg}".format(**message))


while True:
    readable, _, _ = select.select([sock, sys.stdin], [], [])
    if sock in readable:
        data, addr = sock.recvfrom(1024)
        waiting.append((json.loads(data.decode("utf-8")), addr))
        if len(waiting) == 1:
            show_first()
    if sys.stdin in readable:
        line = sys.stdin.readline().rstrip("\n")
        if waiting:
            _, addr = waiting.popleft()
            sock.sendto(json.dumps({"msg": line, "username": "server"}).encode("utf-8"), addr)
            if waiting:
                show_first()
