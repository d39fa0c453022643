# A thread reads the keyboard ahead, line after line, whether anybody waits for an answer or not.
import json
import queue
import socket
import threading

typed = queue.Queue()


def read_keyboard():
    while True:
        typed.put(input())


sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
threading.Thread(target=read_keyboard, daemon=True).start()
while True:
    data, client = sock.recvfrom(2048)
    message = json.loads(data)
    print("消息来自" + message["username"] + " : " + message["msg"])
    answer = typed.get()
    sock.sendto(bytes(json.dumps(dict(msg=answer, username="server")), "utf-8"), client)
