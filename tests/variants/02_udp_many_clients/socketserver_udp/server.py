# socketserver.UDPServer; the counts belong to the server object.
import socketserver


class Numbers(socketserver.BaseRequestHandler):
    def handle(self):
        data, sock = self.request
        counts = self.server.counts
        counts[self.client_address] = counts.get(self.client_address, 0) + 1
        sock.sendto(b"%d:%s" % (counts[self.client_address], data), self.client_address)


class NumberServer(socketserver.UDPServer):
    max_packet_size = 1024

    def __init__(self, *args):
        super().__init__(*args)
        self.counts = {}


if __name__ == "__main__":
    NumberServer(("127.0.0.1", 9090), Numbers).serve_forever()
