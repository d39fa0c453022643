import socketserver


class MyServer(socketserver.BaseRequestHandler):
    clients = {}

    def handle(self):
        ip, port = self.client_address
        self.clients[ip] = self.request
        while True:
            self.clients[ip].send(b'hello')
            data = self.request.recv(1024)
            if not data:
                break
            print(data, port)


if __name__ == '__main__':
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    server = socketserver.ThreadingTCPServer(('127.0.0.1', 9090), MyServer)
    server.serve_forever()
