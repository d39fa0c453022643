# The manner of the class: one loop, no functions, %-formatting, recvfrom(1024).
import json
import socket

server = socket.socket(type=socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 9090))
while True:
    data, addr = server.recvfrom(1024)
    dic = json.loads(data.decode('utf-8'))
    print('消息来自%s : %s' % (dic['username'], dic['msg']))
    reply = input('>>>')
    server.sendto(json.dumps({'msg': reply, 'username': 'server'}).encode('utf-8'), addr)
server.close()
