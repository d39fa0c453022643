# The logging module prints, on standard error (its default), which is the same screen.
import logging
import socket

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
sock = socket.socket()
sock.connect(("127.0.0.1", 9090))
logging.info("connected from port %d", sock.getsockname()[1])
while True:
    data = sock.recv(1024)
    logging.info("got %r", data)
    sock.send(b"bye")
    logging.info("sent bye")
