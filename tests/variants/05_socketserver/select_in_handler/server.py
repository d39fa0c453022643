# The handler is a generator underneath and waits with select() before it receives.
import select
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def messages(self):
        while True:
            self.request.sendall(b"hello")
            select.select([self.request], [], [])
            data = self.request.recv(1024)
            if not data:
                return
            yield data.decode()

    def handle(self):
        _, port = self.client_address
        for number, text in enumerate(self.messages(), 1):
            print(f"{number:3} {port:6} {text}")


class Server(socketserver.ThreadingTCPServer):
    request_queue_size = 128


Server(("127.0.0.1", 9090), Handler).serve_forever()
