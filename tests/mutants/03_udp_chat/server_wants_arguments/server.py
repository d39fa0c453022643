import json
import socket
import sys

if len(sys.argv) != 3:
    sys.exit('usage: server.py HOST PORT')

sk = socket.socket(type=socket.SOCK_DGRAM)
sk.bind((sys.argv[1], int(sys.argv[2])))
while True:
    data, addr = sk.recvfrom(1024)
    dic = json.loads(data.decode('utf-8'))
    print('消息来自%s : %s' % (dic['username'], dic['msg']))
    msg = input('>>>')
    reply = {'msg': msg, 'username': 'server'}
    sk.sendto(json.dumps(reply).encode('utf-8'), addr)
