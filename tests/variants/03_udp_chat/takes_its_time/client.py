# Sleeps: at the start, and with dots on the screen before it looks for the answer.
import json
import socket
import time

time.sleep(0.3)
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    sock.sendto(json.dumps({"msg": input(), "username": "egon"}).encode("utf-8"), ("127.0.0.1", 9090))
    for _ in range(3):
        print(".", end="", flush=True)
        time.sleep(0.1)
    message = json.loads(sock.recv(1024).decode("utf-8"))
    print("消息来自%s : %s" % (message["username"], message["msg"]))
