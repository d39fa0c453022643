# The module that both programs share has a Chinese name, 消息.py.
import socket

import 消息

插座 = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
插座.bind(消息.服务器)
while True:
    数据, 来源 = 插座.recvfrom(1024)
    消息.显示(消息.解开(数据))
    插座.sendto(消息.包装("server", input("回复：")), 来源)
