# Bound to all addresses of the machine, the loopback one among them.
import json
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("", 9090))
while True:
    data, addr = sock.recvfrom(1024)
    message = json.loads(data.decode("utf-8"))
    print("消息来自%s : %s" % (message["username"], message["msg"]))
    sock.sendto(json.dumps({"msg": input(), "username": "server"}).encode("utf-8"), addr)
