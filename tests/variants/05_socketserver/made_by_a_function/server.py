# functools.partial gives the handler one more argument; its __init__ takes it.
import functools
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def __init__(self, greeting, *args):
        self.greeting = greeting
        super().__init__(*args)

    def handle(self):
        while True:
            self.request.sendall(self.greeting)
            data = self.request.recv(1024)
            if not data:
                break
            print(data, self.client_address)


def make_server(port):
    return socketserver.ThreadingTCPServer(("127.0.0.1", port), functools.partial(Handler, b"hello"))


if __name__ == "__main__":
    make_server(9090).serve_forever()
