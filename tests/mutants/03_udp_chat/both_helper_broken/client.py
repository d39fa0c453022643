import socket

import chat

sk = socket.socket(type=socket.SOCK_DGRAM)
while True:
    sk.sendto(chat.pack(input('>>>'), 'egon'), ('127.0.0.1', 9090))
    data, addr = sk.recvfrom(1024)
    dic = chat.unpack(data)
    print('消息来自%s : %s' % (dic['username'], dic['msg']))
