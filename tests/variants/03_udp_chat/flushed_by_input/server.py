# Standard output is wrapped anew and so fully buffered; input() flushes it before it waits.
import io
import json
import socket
import sys

sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding='utf-8')

sk = socket.socket(type=socket.SOCK_DGRAM)
sk.bind(('127.0.0.1', 9090))
while True:
    data, addr = sk.recvfrom(1024)
    dic = json.loads(data.decode('utf-8'))
    print('消息来自%s : %s' % (dic['username'], dic['msg']))
    sk.sendto(json.dumps({'msg': input('>>>'), 'username': 'server'}).encode('utf-8'), addr)
