# An IPv6 socket that takes IPv4 as well: 127.0.0.1 reaches it as ::ffff:127.0.0.1.
import json
import socket

sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
sock.bind(("::", 9090))
while True:
    data, addr = sock.recvfrom(1024)
    message = json.loads(data.decode("utf-8"))
    print("消息来自%s : %s" % (message["username"], message["msg"]))
    sock.sendto(json.dumps({"msg": input(), "username": "server"}).encode("utf-8"), addr)
