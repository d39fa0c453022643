# The address by name, through getaddrinfo().
import json
import socket

found = socket.getaddrinfo("localhost", 9090, socket.AF_INET, socket.SOCK_DGRAM)
family, kind, protocol, _, server = found[0]
sock = socket.socket(family, kind, protocol)
while True:
    sock.sendto(json.dumps({"msg": input(), "username": "egon"}).encode("utf-8"), server)
    message = json.loads(sock.recv(1024).decode("utf-8"))
    print("消息来自%s : %s" % (message["username"], message["msg"]))
