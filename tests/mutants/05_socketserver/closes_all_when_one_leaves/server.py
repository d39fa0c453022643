import socket
import socketserver


class MyServer(socketserver.BaseRequestHandler):
    clients = []

    def handle(self):
        self.clients.append(self.request)
        while True:
            self.request.send(b'hello')
            data = self.request.recv(1024)
            if not data:
                break
            print(data, self.client_address[1])

    def finish(self):
        for client in self.clients:
            client.shutdown(socket.SHUT_RDWR)
        self.clients.clear()


if __name__ == '__main__':
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    server = socketserver.ThreadingTCPServer(('127.0.0.1', 9090), MyServer)
    server.serve_forever()
