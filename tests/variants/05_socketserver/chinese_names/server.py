# 类名、变量名和打印的文字都是中文。
import socketserver


class 处理者(socketserver.BaseRequestHandler):
    def handle(self):
        连接, (_, 端口) = self.request, self.client_address
        while True:
            连接.send('hello'.encode('utf-8'))
            消息 = 连接.recv(1024)
            if not 消息:
                print('端口', 端口, '离开了')
                break
            print('来自端口 %d 的消息：%s' % (端口, 消息.decode('utf-8')))


服务器 = socketserver.ThreadingTCPServer(('127.0.0.1', 9090), 处理者)
print('等待客户端……')
服务器.serve_forever()
