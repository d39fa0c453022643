# A process for each client instead of a thread.
import os
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        print("process", os.getpid(), "talks to", self.client_address)
        while True:
            self.request.sendall(b"hello")
            data = self.request.recv(1024)
            if not data:
                break
            print(data.decode(), self.client_address)


with socketserver.ForkingTCPServer(("127.0.0.1", 9090), Handler) as server:
    server.serve_forever()
