# -*- coding: gbk -*-  Both files are saved in GBK and say so in this line.
import json
import socket

# 这个文件用 GBK 编码保存
套接字 = socket.socket(type=socket.SOCK_DGRAM)
套接字.bind(('127.0.0.1', 9090))
while True:
    数据, 地址 = 套接字.recvfrom(1024)
    消息 = json.loads(数据.decode('utf-8'))
    print('消息来自%s : %s' % (消息['username'], 消息['msg']))
    回复 = input('请输入回复：')
    套接字.sendto(json.dumps({'msg': 回复, 'username': 'server'}).encode('utf-8'), 地址)
