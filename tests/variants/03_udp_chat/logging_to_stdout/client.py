# Messages are shown by the logging module, on standard error (its default), which is the same screen.
import json
import logging
import socket

logging.basicConfig(level=logging.DEBUG, format="[%(levelname)s] %(message)s")

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    text = input()
    sock.sendto(json.dumps({"msg": text, "username": "egon"}).encode(), ("127.0.0.1", 9090))
    logging.debug("sent %d characters", len(text))
    message = json.loads(sock.recv(1024))
    logging.warning("消息来自%s : %s", message["username"], message["msg"])
