# The connection has a time limit of half a second and is asked again and again.
import socket
import socketserver


class Handler(socketserver.BaseRequestHandler):
    timeout = 0.5

    def handle(self):
        self.request.settimeout(self.timeout)
        while True:
            self.request.sendall(b"hello")
            data = self.listen()
            if not data:
                break
            print(data.decode("utf-8"), self.client_address[1])

    def listen(self):
        while True:
            try:
                return self.request.recv(1024)
            except socket.timeout:
                continue


socketserver.ThreadingTCPServer(("127.0.0.1", 9090), Handler).serve_forever()
