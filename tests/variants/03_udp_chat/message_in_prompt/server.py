# The message is part of the prompt of input(): it stands on the last line, which has no end yet.
import json
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
while True:
    data, addr = sock.recvfrom(1024)
    message = json.loads(data.decode("utf-8"))
    answer = input(f"消息来自{message['username']} : {message['msg']} | your answer: ")
    sock.sendto(json.dumps({"msg": answer, "username": "server"}).encode("utf-8"), addr)
