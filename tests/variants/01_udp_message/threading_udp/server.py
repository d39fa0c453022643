# A thread for each datagram; the handler answers through files.
import socketserver


class Handler(socketserver.DatagramRequestHandler):
    def handle(self):
        text = self.rfile.read().decode("utf-8")
        print(text + "\n", end="")
        self.wfile.write(text.upper().encode("utf-8"))


server = socketserver.ThreadingUDPServer(("127.0.0.1", 9090), Handler)
server.serve_forever()
