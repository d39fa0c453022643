# The logging module prints, with time, thread and level.
import logging
import socketserver
import sys

logging.basicConfig(
    stream=sys.stdout, level=logging.DEBUG, format="%(asctime)s %(threadName)-10s %(levelname)s %(message)s"
)
log = logging.getLogger("server")


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        log.debug("connection from %s:%d", *self.client_address)
        while True:
            self.request.sendall(b"hello")
            data = self.request.recv(1024)
            if not data:
                log.debug("end of %s:%d", *self.client_address)
                return
            log.info("%s from port %d", data, self.client_address[1])


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


log.info("starting")
Server(("127.0.0.1", 9090), Handler).serve_forever()
