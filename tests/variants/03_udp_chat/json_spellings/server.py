# JSON with raw characters (ensure_ascii=False), indented, sorted keys.
import json
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
while True:
    data, addr = sock.recvfrom(65535)
    message = json.loads(data.decode("utf-8"))
    print("消息来自%s : %s" % (message["username"], message["msg"]))
    answer = {"username": "server", "msg": input("> ")}
    sock.sendto(json.dumps(answer, ensure_ascii=False, indent=2, sort_keys=True).encode("utf-8"), addr)
