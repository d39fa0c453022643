# GNU readline edits the line: it sets the terminal to raw mode and writes the echo itself.
import json
import readline
import socket

readline.parse_and_bind("tab: self-insert")

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
while True:
    data, addr = sock.recvfrom(1024)
    message = json.loads(data.decode("utf-8"))
    print("消息来自%s : %s" % (message["username"], message["msg"]))
    sock.sendto(json.dumps({"msg": input("> "), "username": "server"}).encode("utf-8"), addr)
