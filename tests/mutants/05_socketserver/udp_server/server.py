import socketserver


class MyServer(socketserver.BaseRequestHandler):
    def handle(self):
        data, sk = self.request
        while True:
            sk.sendto(b'hello', self.client_address)
            data = sk.recv(1024)
            print(data, self.client_address[1])


if __name__ == '__main__':
    server = socketserver.ThreadingUDPServer(('127.0.0.1', 9090), MyServer)
    server.serve_forever()
