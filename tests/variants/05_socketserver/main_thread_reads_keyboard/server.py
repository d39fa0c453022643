# The main thread waits for the keyboard: Enter would end the server.
import socketserver
import threading


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while True:
            self.request.sendall(b"hello")
            data = self.request.recv(1024)
            if not data:
                return
            print("\n", data.decode(), self.client_address[1])


with socketserver.ThreadingTCPServer(("127.0.0.1", 9090), Handler) as server:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    input("Enter ends the server > ")
    server.shutdown()
