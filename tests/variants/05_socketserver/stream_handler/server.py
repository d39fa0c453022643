# StreamRequestHandler, which derives from BaseRequestHandler: rfile and wfile instead of the socket.
import socketserver


class Handler(socketserver.StreamRequestHandler):
    rbufsize = 1024
    disable_nagle_algorithm = True

    def handle(self):
        while True:
            self.wfile.write(b"hello")
            data = self.rfile.read1(1024)
            if not data:
                return
            print("%s (from port %d)" % (data.decode("utf-8"), self.client_address[1]))


socketserver.ThreadingTCPServer(("127.0.0.1", 9090), Handler).serve_forever()
