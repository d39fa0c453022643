# recvmsg() and sendmsg(); the keyboard is open(0), the screen open(1) without a buffer.
import json
import socket

keyboard = open(0, "rb", buffering=0, closefd=False)
screen = open(1, "wb", buffering=0, closefd=False)
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while line := keyboard.readline():
    message = {"msg": line.decode().rstrip("\n"), "username": "egon"}
    sock.sendmsg([json.dumps(message).encode()], [], 0, ("127.0.0.1", 9090))
    data, _, _, _ = sock.recvmsg(1024)
    answer = json.loads(data)
    screen.write("消息来自{} : {}\n".format(answer["username"], answer["msg"]).encode())
