import socketserver


class MyServer(socketserver.StreamRequestHandler):
    def handle(self):
        while True:
            self.wfile.write(b'hello')
            data = self.rfile.readline()
            print(data, self.client_address[1])


if __name__ == '__main__':
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    server = socketserver.ThreadingTCPServer(('127.0.0.1', 9090), MyServer)
    server.serve_forever()
