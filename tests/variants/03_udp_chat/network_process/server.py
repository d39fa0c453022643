# A process of its own receives; the main process has the screen and the keyboard.
import json
import socket
from multiprocessing import Process, Queue


def receive(sock, inbox):
    while True:
        inbox.put(sock.recvfrom(1024))


if __name__ == "__main__":
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 9090))
    inbox = Queue()
    Process(target=receive, args=(sock, inbox), daemon=True).start()
    while True:
        data, addr = inbox.get()
        message = json.loads(data.decode("utf-8"))
        print("消息来自%s : %s" % (message["username"], message["msg"]))
        sock.sendto(json.dumps({"msg": input("> "), "username": "server"}).encode("utf-8"), addr)
