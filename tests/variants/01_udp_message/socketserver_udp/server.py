# socketserver.UDPServer: the request is a pair of the datagram and the socket.
import socketserver


class Capitals(socketserver.BaseRequestHandler):
    def handle(self):
        data, sock = self.request
        print(data.decode("utf-8"))
        sock.sendto(data.decode("utf-8").upper().encode("utf-8"), self.client_address)


if __name__ == "__main__":
    with socketserver.UDPServer(("127.0.0.1", 9090), Capitals) as server:
        server.serve_forever()
