import os
import socketserver


class MyServer(socketserver.BaseRequestHandler):
    def handle(self):
        while True:
            self.request.send(b'hello')
            print(self.request.recv(1024), self.client_address[1])


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True

    def handle_error(self, request, client_address):
        print('error with', client_address)
        os._exit(1)


Server(('127.0.0.1', 9090), MyServer).serve_forever()
