#!/usr/bin/env python3
# A program with options; it gives up after twelve seconds without an answer.
import argparse
import json
import socket
import sys


def main(argv=None):
    parser = argparse.ArgumentParser(description="The client of the QQ chat.")
    parser.add_argument("server", nargs="?", default="127.0.0.1")
    parser.add_argument("--name", default="egon")
    options = parser.parse_args(argv)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(12)
        try:
            while True:
                message = {"msg": input("> "), "username": options.name}
                sock.sendto(json.dumps(message).encode("utf-8"), (options.server, 9090))
                answer = json.loads(sock.recv(1024).decode("utf-8"))
                print("消息来自%s : %s" % (answer["username"], answer["msg"]))
        except TimeoutError:
            return "the server does not answer"
        except (EOFError, KeyboardInterrupt):
            return 0


if __name__ == "__main__":
    sys.exit(main())
