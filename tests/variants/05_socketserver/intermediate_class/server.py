# handle() stands in a class between BaseRequestHandler and the one that is used.
import socketserver as ss


class Repeating(ss.BaseRequestHandler):
    def handle(self):
        while self.one_round():
            pass

    def one_round(self):
        raise NotImplementedError


class Greeting(Repeating):
    def one_round(self):
        self.request.send(b"hello")
        message = self.request.recv(1024)
        if message:
            print(message, self.client_address[1])
        return bool(message)


class Server(ss.ThreadingTCPServer):
    allow_reuse_address = True


if __name__ == "__main__":
    with Server(("127.0.0.1", 9090), Greeting) as server:
        server.serve_forever()
