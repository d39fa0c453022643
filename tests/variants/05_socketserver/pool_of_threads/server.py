# A TCPServer whose process_request() hands every connection to a pool of threads.
import socketserver
from concurrent.futures import ThreadPoolExecutor


class PoolServer(socketserver.TCPServer):
    allow_reuse_address = True
    pool = ThreadPoolExecutor(max_workers=200)

    def process_request(self, request, client_address):
        self.pool.submit(self.serve, request, client_address)

    def serve(self, request, client_address):
        try:
            self.finish_request(request, client_address)
        except Exception:
            self.handle_error(request, client_address)
        finally:
            self.shutdown_request(request)


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while True:
            self.request.sendall(b"hello")
            data = self.request.recv(1024)
            if not data:
                break
            print(data, self.client_address[1])


PoolServer(("127.0.0.1", 9090), Handler).serve_forever()
