# Classes; the client is an iterator over answers.
import json
import socket


class ChatClient:
    def __init__(self, username="egon", server=("127.0.0.1", 9090)):
        self.username = username
        self.server = server
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

    def __iter__(self):
        return self

    def __next__(self):
        try:
            self.send(input("you> "))
        except EOFError:
            raise StopIteration from None
        return self.receive()

    def send(self, text):
        data = json.dumps({"msg": text, "username": self.username}).encode("utf-8")
        self.socket.sendto(data, self.server)

    def receive(self):
        return json.loads(self.socket.recv(1024).decode("utf-8"))


if __name__ == "__main__":
    for answer in ChatClient():
        print(f"消息来自{answer['username']} : {answer['msg']}")
