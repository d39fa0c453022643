# An answer that is no proper message is shown as far as it can be read.
import json
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    sock.sendto(json.dumps({"msg": input(), "username": "egon"}).encode("utf-8"), ("127.0.0.1", 9090))
    data, _ = sock.recvfrom(1024)
    try:
        message = json.loads(data)
    except ValueError:
        message = {}
    print("消息来自%s : %s" % (message.get("username", "?"), message.get("msg", "?")))
