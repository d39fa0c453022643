# A non-blocking socket and a nap between two tries: the program is never at rest.
import json
import socket
import time

sk = socket.socket(type=socket.SOCK_DGRAM)
sk.setblocking(False)
while True:
    sk.sendto(json.dumps({'msg': input('>>>'), 'username': 'egon'}).encode('utf-8'), ('127.0.0.1', 9090))
    while True:
        try:
            data = sk.recv(1024)
            break
        except BlockingIOError:
            time.sleep(0.05)
    dic = json.loads(data.decode('utf-8'))
    print('消息来自%s : %s' % (dic['username'], dic['msg']))
