# serve_forever() looks up ten times a second.
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while True:
            self.request.sendall(b"hello")
            data = self.request.recv(1024)
            if not data:
                break
            print(f"{self.client_address[1]} {data!r}")


if __name__ == "__main__":
    try:
        with socketserver.ThreadingTCPServer(("localhost", 9090), Handler) as server:
            server.serve_forever(poll_interval=0.1)
    except KeyboardInterrupt:
        print("bye")
