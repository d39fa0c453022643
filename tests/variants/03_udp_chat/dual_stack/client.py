# An IPv6 socket that sends to the IPv4 address of the server in IPv6 spelling.
import json
import socket

sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
while True:
    sock.sendto(json.dumps({"msg": input(), "username": "egon"}).encode("utf-8"), ("::ffff:127.0.0.1", 9090))
    message = json.loads(sock.recv(1024).decode("utf-8"))
    print("消息来自%s : %s" % (message["username"], message["msg"]))
