import json
import socket

sk = socket.socket(type=socket.SOCK_DGRAM)
sk.bind(('127.0.0.1', 9090))
while True:
    data, addr = sk.recvfrom(1024)
    dic = json.loads(data.decode('utf-8'))
    print('消息来自%s : %s' % (dic['username'], dic['msg']))
    msg = input('>>>')
    reply = {'msg': msg, 'username': 'server'}
    sk.sendto(str(reply).encode('utf-8'), addr)
