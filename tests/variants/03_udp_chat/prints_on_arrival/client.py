# Keyboard, sending and receiving in a thread each, joined by queues.
import json
import queue
import socket
from threading import Thread

lines = queue.Queue()
answers = queue.Queue()
sock = socket.socket(type=socket.SOCK_DGRAM)
sock.bind(('', 0))


def network():
    while True:
        answers.put(sock.recvfrom(1024)[0])


def chat():
    while True:
        line = lines.get()
        sock.sendto(json.dumps({'username': 'egon', 'msg': line}).encode(), ('127.0.0.1', 9090))
        msg = json.loads(answers.get().decode())
        print('消息来自%s : %s' % (msg['username'], msg['msg']), flush=True)


for work in (network, chat):
    Thread(target=work, daemon=True).start()
while True:
    lines.put(input())
