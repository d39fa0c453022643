# The answer is the prompt of the next input().
import json
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
prompt = ""
while True:
    text = input(prompt)
    sock.sendto(json.dumps({"msg": text, "username": "egon"}).encode("utf-8"), ("127.0.0.1", 9090))
    message = json.loads(sock.recv(1024).decode("utf-8"))
    prompt = f"消息来自{message['username']} : {message['msg']}\n" + "请输入要发送给服务器的消息，输入完后按回车键发送" * 3 + "："
