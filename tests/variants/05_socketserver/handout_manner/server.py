# The manner of the class: recv() inside print(), nothing caught, a plain ThreadingTCPServer.
import socketserver


class MyServer(socketserver.BaseRequestHandler):
    def handle(self):
        while True:
            self.request.send(b'hello')
            print(self.request.recv(1024), self.client_address[1])


if __name__ == '__main__':
    socketserver.ThreadingTCPServer(('127.0.0.1', 9090), MyServer).serve_forever()
