from socketserver import BaseRequestHandler


class Greeter(BaseRequestHandler):
    def handle(self):
        while True:
            self.request.sendall(b"hello")
            data = self.request.recv(1024)
            if not data:
                return
            print(f"{data.decode()} {self.client_address[1]}")
