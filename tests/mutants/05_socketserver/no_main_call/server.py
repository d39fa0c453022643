import socketserver


class MyServer(socketserver.BaseRequestHandler):
    def handle(self):
        while True:
            self.request.send(b'hello')
            data = self.request.recv(1024)
            if not data:
                break
            print(data, self.client_address[1])


def main():
    server = socketserver.ThreadingTCPServer(('127.0.0.1', 9090), MyServer)
    server.serve_forever()
