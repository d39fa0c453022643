# The module that both programs share has a Chinese name, 消息.py.
import socket

from 消息 import 包装, 显示, 服务器, 解开

插座 = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    插座.sendto(包装("egon", input("发送：")), 服务器)
    显示(解开(插座.recv(1024)))
