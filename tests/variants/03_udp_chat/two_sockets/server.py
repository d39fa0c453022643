# One socket receives; every answer leaves from a fresh one with a port of its own.
import json
import socket

receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
receiver.bind(("127.0.0.1", 9090))
while True:
    data, addr = receiver.recvfrom(1024)
    message = json.loads(data.decode("utf8"))
    print("消息来自%s : %s" % (message["username"], message["msg"]))
    answer = json.dumps({"msg": input(), "username": "server"}).encode("utf8")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(answer, addr)
