# The first hello is said in setup(), the farewell printed in finish().
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def setup(self):
        self.port = self.client_address[1]
        print(f"+ {self.port}")
        self.request.sendall(b"hello")

    def handle(self):
        while data := self.request.recv(1024):
            print(f"  {self.port}: {data.decode()}")
            self.request.sendall(b"hello")

    def finish(self):
        print(f"- {self.port}")


socketserver.ThreadingTCPServer.allow_reuse_address = True
server = socketserver.ThreadingTCPServer(("127.0.0.1", 9090), Handler)
server.serve_forever()
