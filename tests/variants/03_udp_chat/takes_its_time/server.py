# Sleeps: before the socket is bound, before a message is shown, before it is answered.
import json
import socket
import time

print("starting ...")
time.sleep(0.4)
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
while True:
    data, addr = sock.recvfrom(1024)
    time.sleep(0.2)
    message = json.loads(data.decode("utf-8"))
    print("消息来自%s : %s" % (message["username"], message["msg"]))
    answer = json.dumps({"msg": input(), "username": "server"}).encode("utf-8")
    time.sleep(0.3)
    sock.sendto(answer, addr)
