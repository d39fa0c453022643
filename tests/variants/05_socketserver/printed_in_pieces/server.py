# One line made of several print() calls and colours; getpeername() gives the port.
import socketserver


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        host, port = self.request.getpeername()
        while True:
            self.request.sendall(b"hello")
            data = self.request.recv(1024)
            if not data:
                break
            print("\x1b[36m", port, sep="", end="\x1b[0m ")
            print("->", end=" ")
            print("\x1b[1m" + data.decode() + "\x1b[0m")


socketserver.ThreadingTCPServer(("127.0.0.1", 9090), Handler).serve_forever()
