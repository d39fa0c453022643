# bind_and_activate=False: the address may be reused because the option is set before binding.
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while True:
            self.request.send(b"hello")
            data = self.request.recv(1024)
            if len(data) == 0:
                break
            print(data, "from", self.client_address[1])


server = socketserver.ThreadingTCPServer(("0.0.0.0", 9090), Handler, bind_and_activate=False)
server.allow_reuse_address = True
server.server_bind()
server.server_activate()
server.serve_forever()
