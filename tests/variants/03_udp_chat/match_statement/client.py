# A dataclass for the message, asdict() and ** to and from the dictionary.
import json
import socket
from dataclasses import asdict, dataclass


@dataclass
class Message:
    msg: str
    username: str = "egon"


sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.connect(("127.0.0.1", 9090))
while True:
    sock.send(json.dumps(asdict(Message(input()))).encode())
    answer = Message(**json.loads(sock.recv(1024)))
    print(f"消息来自{answer.username} : {answer.msg}")
