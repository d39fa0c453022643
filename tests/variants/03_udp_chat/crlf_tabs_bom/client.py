# Saved by a Windows editor: byte order mark, CR LF, tabs.
import json
import socket

sk = socket.socket(type=socket.SOCK_DGRAM)
while True:
	msg = input('请输入：')
	sk.sendto(json.dumps({'msg': msg, 'username': 'egon'}).encode('utf-8'), ('127.0.0.1', 9090))
	msg, server_addr = sk.recvfrom(1024)
	dic = json.loads(msg.decode('utf-8'))
	print('消息来自%s : %s' % (dic['username'], dic['msg']))
