# Standard output is reopened with a buffer; input() flushes it before it waits.
import json
import socket
import sys

sys.stdout = open(1, 'w', encoding='utf-8', closefd=False, buffering=8192)

sk = socket.socket(type=socket.SOCK_DGRAM)
while True:
    sk.sendto(json.dumps({'msg': input(), 'username': 'egon'}).encode('utf-8'), ('127.0.0.1', 9090))
    dic = json.loads(sk.recv(1024).decode('utf-8'))
    print('消息来自%s : %s' % (dic['username'], dic['msg']))
