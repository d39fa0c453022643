# The client ends at `q`: for ... in iter(input, "q").
import json
import socket

with socket.socket(type=socket.SOCK_DGRAM) as sock:
    for line in iter(input, "q"):
        sock.sendto(json.dumps({"msg": line, "username": "egon"}).encode(), ("127.0.0.1", 9090))
        print("消息来自{0[username]} : {0[msg]}".format(json.loads(sock.recv(1024))))
