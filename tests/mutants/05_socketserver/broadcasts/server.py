import socketserver


class MyServer(socketserver.BaseRequestHandler):
    clients = []

    def handle(self):
        self.request.send(b'hello')
        self.clients.append(self.request)
        while True:
            data = self.request.recv(1024)
            if not data:
                self.clients.remove(self.request)
                break
            print(data, self.client_address[1])
            for client in self.clients:
                client.send(b'hello')


if __name__ == '__main__':
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    server = socketserver.ThreadingTCPServer(('127.0.0.1', 9090), MyServer)
    server.serve_forever()
