# Sleeps: before it listens, before it greets, before it prints.
import socketserver
import time


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while True:
            time.sleep(0.02)
            self.request.sendall(b"hello")
            data = self.request.recv(1024)
            if not data:
                break
            time.sleep(0.02)
            print(data, self.client_address[1])


print("starting ...")
time.sleep(0.3)
socketserver.ThreadingTCPServer(("127.0.0.1", 9090), Handler).serve_forever()
