import json
import socket

sk = socket.socket()
sk.connect(('127.0.0.1', 9090))
while True:
    dic = json.loads(sk.recv(1024).decode('utf-8'))
    print('消息来自%s : %s' % (dic['username'], dic['msg']))
    sk.send(b'bye')
