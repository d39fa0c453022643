# The server runs in a thread, the main thread waits on an Event.
import socketserver
import threading

stop = threading.Event()


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while not stop.is_set():
            self.request.sendall(b"hello")
            data = self.request.recv(1024)
            if not data:
                return
            print(data, self.client_address[1])


server = socketserver.ThreadingTCPServer(("127.0.0.1", 9090), Handler)
thread = threading.Thread(target=server.serve_forever, name="server")
thread.start()
try:
    stop.wait()
finally:
    server.shutdown()
    thread.join()
