#!/usr/bin/env python3
# A program with options: main(), argparse with defaults, exit status by sys.exit(main()).
import argparse
import json
import signal
import socket
import sys


def main(argv=None):
    parser = argparse.ArgumentParser(description="The server of the QQ chat.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9090)
    options = parser.parse_args(argv)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        sock.bind((options.host, options.port))
        try:
            while True:
                data, addr = sock.recvfrom(1024)
                message = json.loads(data.decode("utf-8"))
                print("消息来自%s : %s" % (message["username"], message["msg"]))
                answer = {"msg": input("> "), "username": "server"}
                sock.sendto(json.dumps(answer).encode("utf-8"), addr)
        except (EOFError, KeyboardInterrupt):
            return 0


if __name__ == "__main__":
    sys.exit(main())
