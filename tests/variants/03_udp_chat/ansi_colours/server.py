# Colour codes everywhere, in the middle of the line too.
import json
import socket

RED, GREEN, BOLD, PLAIN = "\033[31m", "\033[1;32m", "\x1b[1m", "\x1b[0m"
ORANGE, SKY = "\x1b[38;5;208m", "\x1b[38;2;80;160;255m"

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
print(f"{BOLD}QQ{PLAIN} {GREEN}●{PLAIN}")
while True:
    data, addr = sock.recvfrom(1024)
    message = json.loads(data.decode())
    who, text = message["username"], message["msg"]
    print(f"{ORANGE}消息来自{BOLD}{who}{PLAIN} {RED}:{PLAIN} {SKY}{text[:1]}{GREEN}{text[1:]}\x1b[m")
    answer = input(f"{RED}>{PLAIN} ")
    sock.sendto(json.dumps({"msg": answer, "username": "server"}).encode(), addr)
