import socketserver
from concurrent.futures import ThreadPoolExecutor


class PoolServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    pool = ThreadPoolExecutor(10)

    def process_request(self, request, client_address):
        self.pool.submit(self.process_request_thread, request, client_address)


class MyServer(socketserver.BaseRequestHandler):
    def handle(self):
        while True:
            self.request.send(b'hello')
            data = self.request.recv(1024)
            if not data:
                break
            print(data, self.client_address[1])


PoolServer(('127.0.0.1', 9090), MyServer).serve_forever()
