import socketserver


class MyServer(socketserver.BaseRequestHandler):
    def handle(self):
        while True:
            self.request.send(b'hello')
            data = self.request.recv(1024)
            if not data:
                break


if __name__ == '__main__':
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    server = socketserver.ThreadingTCPServer(('127.0.0.1', 9090), MyServer)
    server.serve_forever()
