# The socket as a pair of files: makefile() works for datagrams too, once the socket is connected.
import json
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.connect(("127.0.0.1", 9090))
outgoing = sock.makefile("wb", buffering=0)
while True:
    outgoing.write(json.dumps({"msg": input(">>> "), "username": "egon"}).encode("utf-8"))
    message = json.loads(sock.recv(1024).decode("utf-8"))
    print("消息来自%s : %s" % (message["username"], message["msg"]))
