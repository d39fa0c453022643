# Loops without `while True`: iter() with a sentinel, a generator of messages, map() over it.
import json
import socket


def messages(sock):
    for data, addr in iter(lambda: sock.recvfrom(1024), None):
        message = json.loads(data)
        yield message["username"], message["msg"], addr


def answers(incoming):
    for username, msg, addr in incoming:
        print(f"消息来自{username} : {msg}")
        yield json.dumps({"msg": input(), "username": "server"}).encode(), addr


with socket.socket(type=socket.SOCK_DGRAM) as sock:
    sock.bind(("127.0.0.1", 9090))
    for answer in answers(messages(sock)):
        sock.sendto(*answer)
