# The line is written by the logging module.
import logging
import socket
import sys

logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
while True:
    data, addr = sock.recvfrom(1024)
    logging.info("%s from %s", data.decode("utf-8"), addr)
    sock.sendto(data.decode("utf-8").upper().encode("utf-8"), addr)
