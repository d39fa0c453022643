# handle_error() of the server says one line instead of a traceback.
import socketserver
import sys


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while True:
            self.request.sendall(b"hello")
            print(self.request.recv(1024).decode() or "(nothing)", self.client_address[1])


class Server(socketserver.ThreadingTCPServer):
    def handle_error(self, request, client_address):
        print("lost", client_address, sys.exc_info()[1])


Server(("127.0.0.1", 9090), Handler).serve_forever()
