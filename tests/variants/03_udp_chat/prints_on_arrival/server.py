# A network thread prints every message as it arrives; the main thread answers them first in, first out.
import json
import queue
import socket
from threading import Thread

waiting = queue.Queue()
sock = socket.socket(type=socket.SOCK_DGRAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
sock.bind(('127.0.0.1', 9090))


def network():
    while True:
        data, addr = sock.recvfrom(1024)
        try:
            msg = json.loads(data.decode())
            print('消息来自%s : %s' % (msg['username'], msg['msg']), flush=True)
        except (ValueError, KeyError):
            print('收到一个看不懂的数据报')
        else:
            waiting.put(addr)


Thread(target=network, daemon=True).start()
while True:
    line = input()
    addr = waiting.get()
    sock.sendto(json.dumps({'username': 'server', 'msg': line}).encode(), addr)
