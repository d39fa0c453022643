# sys.stdin and sys.stdout in place of input() and print(); the typed line is stripped.
import json
import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
while True:
    data, addr = sock.recvfrom(1024)
    message = json.loads(data.decode("utf-8"))
    sys.stdout.write("消息来自" + message["username"] + " : " + message["msg"] + "\n> ")
    sys.stdout.flush()
    line = sys.stdin.readline().strip()
    sock.sendto(json.dumps({"msg": line, "username": "server"}).encode("utf-8"), addr)
