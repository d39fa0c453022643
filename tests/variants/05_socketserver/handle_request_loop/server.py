# handle_request() in a loop instead of serve_forever().
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while True:
            self.request.sendall(b"hello")
            data = self.request.recv(1024)
            if not data:
                break
            print(data.decode(), self.client_address[1])


server = socketserver.ThreadingTCPServer(("127.0.0.1", 9090), Handler)
while True:
    server.handle_request()
