import json
import socket

sk = socket.socket()
sk.bind(('127.0.0.1', 9090))
sk.listen()
while True:
    conn, addr = sk.accept()
    data = conn.recv(1024)
    dic = json.loads(data.decode('utf-8'))
    print('消息来自%s : %s' % (dic['username'], dic['msg']))
    msg = input('>>>')
    reply = {'msg': msg, 'username': 'server'}
    conn.send(json.dumps(reply).encode('utf-8'))
    conn.close()
