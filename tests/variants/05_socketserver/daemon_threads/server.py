# Daemon threads, set on the object; everything imported by a star.
from socketserver import *


class H(BaseRequestHandler):
    def handle(self):
        while 1:
            self.request.send(b'hello')
            msg = self.request.recv(1024)
            if not msg: break
            print(self.client_address[1], '说', msg.decode('utf-8'))


s = ThreadingTCPServer(('127.0.0.1', 9090), H)
s.daemon_threads = True
s.serve_forever()
