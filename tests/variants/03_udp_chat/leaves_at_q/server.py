# Both programs end when `q` is typed; empty lines are asked for again.
import json
import socket


def ask(prompt):
    while True:
        line = input(prompt)
        if line:
            return line


sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
running = True
while running:
    data, addr = sock.recvfrom(1024)
    message = json.loads(data.decode("utf-8"))
    print("消息来自%s : %s" % (message["username"], message["msg"]))
    answer = ask("(q: quit) ")
    if answer.lower() in ("q", "quit", "exit", "bye", "88"):
        answer = "server left"
        running = False
    sock.sendto(json.dumps({"msg": answer, "username": "server"}).encode("utf-8"), addr)
sock.close()
print("bye")
