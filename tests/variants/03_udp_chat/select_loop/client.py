# One thread with poll(): keyboard and socket are both watched all the time.
import json
import select
import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
poll = select.poll()
poll.register(sock, select.POLLIN)
poll.register(sys.stdin, select.POLLIN)

while True:
    for fd, _ in poll.poll():
        if fd == sys.stdin.fileno():
            line = sys.stdin.readline().rstrip("\n")
            sock.sendto(json.dumps({"msg": line, "username": "egon"}).encode("utf-8"), ("127.0.0.1", 9090))
        else:
            data, _ = sock.recvfrom(1024)
            print("消息来自{username} : {msg}".format(**json.loads(data.decode("utf-8"))))
