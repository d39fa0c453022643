import json
import socket

sk = socket.socket()
sk.connect(('127.0.0.1', 9090))
while True:
    text = input('>>>')
    dic = {'msg': text, 'username': 'egon'}
    sk.send(json.dumps(dic).encode('utf-8'))
    data = sk.recv(1024)
    answer = json.loads(data.decode('utf-8'))
    print('消息来自%s : %s' % (answer['username'], answer['msg']))
