import socket
import socketserver
import threading


class MyServer(socketserver.BaseRequestHandler):
    def handle(self):
        while True:
            self.request.send(b'hello')
            data = self.request.recv(1024)
            if not data:
                break
            print(data, self.client_address[1])


sk = socket.create_server(('127.0.0.1', 9090))
while True:
    conn, addr = sk.accept()
    threading.Thread(target=MyServer, args=(conn, addr, None)).start()
