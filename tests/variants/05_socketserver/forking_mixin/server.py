# ForkingMixIn put together by hand, with room for more children than usual.
from socketserver import BaseRequestHandler, ForkingMixIn, TCPServer


class Server(ForkingMixIn, TCPServer):
    max_children = 500
    allow_reuse_address = True
    request_queue_size = 64


class Handler(BaseRequestHandler):
    def handle(self):
        data = b"?"
        while data:
            self.request.sendall(b"hello")
            data = self.request.recv(1024)
            print("port %d: %r" % (self.client_address[1], data))


Server(("", 9090), Handler).serve_forever()
