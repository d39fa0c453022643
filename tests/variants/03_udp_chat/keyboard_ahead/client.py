# One thread for the keyboard and one for the network; a semaphore makes them take turns.
import json
import socket
import threading

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 0))
turn = threading.Semaphore(1)


def receive():
    while True:
        data, _ = sock.recvfrom(2048)
        message = json.loads(data)
        print("消息来自" + message["username"] + " : " + message["msg"])
        turn.release()


threading.Thread(target=receive, daemon=True).start()
while True:
    text = input()
    turn.acquire()
    sock.sendto(bytes(json.dumps(dict(msg=text, username="egon")), "utf-8"), ("127.0.0.1", 9090))
