# What is no proper message is shown and answered as well, as far as it can be read.
import json
import socket


def read(data):
    text = data.decode("utf-8", errors="replace")
    try:
        message = json.loads(text)
        return message.get("username", "?"), message.get("msg", "")
    except (ValueError, AttributeError):
        return "?", text


sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
while True:
    data, addr = sock.recvfrom(1024)
    print("消息来自%s : %s" % read(data))
    sock.sendto(json.dumps({"msg": input(), "username": "server"}).encode("utf-8"), addr)
