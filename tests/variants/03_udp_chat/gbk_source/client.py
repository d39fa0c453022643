# coding=gbk
# Saved in GBK; the names in the program are Chinese.
import json
import socket

服务器地址 = ('127.0.0.1', 9090)
套接字 = socket.socket(type=socket.SOCK_DGRAM)
while True:
    内容 = input('请输入消息：')
    套接字.sendto(json.dumps({'msg': 内容, 'username': 'egon'}).encode('utf-8'), 服务器地址)
    数据, 服务器地址 = 套接字.recvfrom(1024)
    消息 = json.loads(数据.decode('utf-8'))
    print('消息来自%s : %s' % (消息['username'], 消息['msg']))
