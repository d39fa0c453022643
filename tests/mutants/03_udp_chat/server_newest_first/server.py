import json
import socket
import threading

sk = socket.socket(type=socket.SOCK_DGRAM)
sk.bind(('127.0.0.1', 9090))
clients = []
arrived = threading.Semaphore(0)


def receive():
    while True:
        data, addr = sk.recvfrom(1024)
        dic = json.loads(data.decode('utf-8'))
        clients.append(addr)
        print('消息来自%s : %s' % (dic['username'], dic['msg']))
        arrived.release()


threading.Thread(target=receive, daemon=True).start()
while True:
    msg = input('>>>')
    arrived.acquire()
    reply = {'msg': msg, 'username': 'server'}
    sk.sendto(json.dumps(reply).encode('utf-8'), clients.pop())
