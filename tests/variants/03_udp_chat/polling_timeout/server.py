# settimeout(0.5) and continue: the program is never at rest.
import json
import socket

sk = socket.socket(type=socket.SOCK_DGRAM)
sk.bind(('127.0.0.1', 9090))
sk.settimeout(0.5)
while True:
    try:
        data, addr = sk.recvfrom(1024)
    except socket.timeout:
        continue
    dic = json.loads(data.decode('utf-8'))
    print('消息来自%s : %s' % (dic['username'], dic['msg']))
    sk.sendto(json.dumps({'msg': input('>>>'), 'username': 'server'}).encode('utf-8'), addr)
