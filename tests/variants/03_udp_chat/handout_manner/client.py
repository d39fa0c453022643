# The manner of the class; from the first answer on it sends to where the answer came from.
import json
import socket

addr = ('127.0.0.1', 9090)
client = socket.socket(type=socket.SOCK_DGRAM)
while True:
    text = input('>>>')
    client.sendto(json.dumps({'msg': text, 'username': 'egon'}).encode('utf-8'), addr)
    data, addr = client.recvfrom(1024)
    dic = json.loads(data.decode('utf-8'))
    print('消息来自%s : %s' % (dic['username'], dic['msg']))
client.close()
