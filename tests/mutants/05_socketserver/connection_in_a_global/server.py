import socketserver


class MyServer(socketserver.BaseRequestHandler):
    def handle(self):
        global conn, addr
        conn, addr = self.request, self.client_address
        port = addr[1]
        while True:
            conn.send(b'hello')
            data = conn.recv(1024)
            if not data:
                break
            print(data, port)


if __name__ == '__main__':
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    server = socketserver.ThreadingTCPServer(('127.0.0.1', 9090), MyServer)
    server.serve_forever()
