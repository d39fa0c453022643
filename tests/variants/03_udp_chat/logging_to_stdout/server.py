# Messages are shown by the logging module on standard output, with time and level before them.
import json
import logging
import socket
import sys

logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(asctime)s %(levelname)-7s %(name)s | %(message)s")
log = logging.getLogger("chat")

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
log.info("waiting on %s port %d", *sock.getsockname())
while True:
    data, addr = sock.recvfrom(1024)
    try:
        message = json.loads(data)
        log.info("消息来自%s : %s", message["username"], message["msg"])
    except Exception:
        log.exception("not a message: %r", data)
        continue
    answer = input()
    sock.sendto(json.dumps({"msg": answer, "username": "server"}).encode(), addr)
    log.info("answered %s:%d with %r", *addr, answer)
