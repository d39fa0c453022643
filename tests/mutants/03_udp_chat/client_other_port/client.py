import json
import socket

server = ('127.0.0.1', 9091)
sk = socket.socket(type=socket.SOCK_DGRAM)
while True:
    text = input('>>>')
    dic = {'msg': text, 'username': 'egon'}
    sk.sendto(json.dumps(dic).encode('utf-8'), server)
    data, addr = sk.recvfrom(1024)
    answer = json.loads(data.decode('utf-8'))
    print('消息来自%s : %s' % (answer['username'], answer['msg']))
