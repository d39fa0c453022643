import socketserver


class MyServer:
    def __init__(self, request, client_address, server):
        while True:
            request.send(b'hello')
            data = request.recv(1024)
            if not data:
                break
            print(data, client_address[1])


if __name__ == '__main__':
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    server = socketserver.ThreadingTCPServer(('127.0.0.1', 9090), MyServer)
    server.serve_forever()
