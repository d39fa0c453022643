# Keeps a list of who is there, under a lock, and shows it.
import socketserver
import threading


class Handler(socketserver.BaseRequestHandler):
    clients = {}
    lock = threading.Lock()

    def setup(self):
        with self.lock:
            self.clients[self.client_address] = self

    def finish(self):
        with self.lock:
            del self.clients[self.client_address]
            print(len(self.clients), "left")

    def handle(self):
        try:
            while True:
                self.request.sendall(b"hello")
                data = self.request.recv(1024)
                if not data:
                    break
                with self.lock:
                    print(data.decode(), self.client_address[1], f"({len(self.clients)} here)")
        except ConnectionError as error:
            print(error)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


if __name__ == "__main__":
    Server(("127.0.0.1", 9090), Handler).serve_forever()
