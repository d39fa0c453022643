# A process of its own prints the answers; a pipe tells the main process when it may go on.
import json
import socket
from multiprocessing import Pipe, Process


class Printer(Process):
    def __init__(self, sock, done):
        super().__init__(daemon=True)
        self.sock = sock
        self.done = done

    def run(self):
        while True:
            message = json.loads(self.sock.recv(1024).decode("utf-8"))
            print("消息来自%s : %s" % (message["username"], message["msg"]), flush=True)
            self.done.send(True)


if __name__ == "__main__":
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))
    mine, other = Pipe()
    Printer(sock, other).start()
    while True:
        sock.sendto(json.dumps({"msg": input("> "), "username": "egon"}).encode("utf-8"), ("127.0.0.1", 9090))
        mine.recv()
