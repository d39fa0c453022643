# A thread for each datagram; the counts are behind a lock, so that answers may overtake each other.
import socketserver
import threading

counts = {}
lock = threading.Lock()


class Handler(socketserver.DatagramRequestHandler):
    def handle(self):
        with lock:
            number = counts[self.client_address] = counts.get(self.client_address, 0) + 1
        self.wfile.write(f"{number}:".encode() + self.rfile.read())


with socketserver.ThreadingUDPServer(("127.0.0.1", 9090), Handler) as server:
    server.daemon_threads = True
    server.serve_forever()
