import socketserver


class MyServer(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.send(b'hello')
        while True:
            data = self.request.recv(1024)
            print(data, self.client_address[1])
            if data:
                self.request.send(b'hello')


if __name__ == '__main__':
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    server = socketserver.ThreadingTCPServer(('127.0.0.1', 9090), MyServer)
    server.serve_forever()
