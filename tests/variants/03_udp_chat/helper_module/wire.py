import json

SERVER = ("127.0.0.1", 9090)


def receive(sock):
    while True:
        data, address = sock.recvfrom(1024)
        try:
            message = json.loads(data)
        except ValueError:
            continue
        if isinstance(message, dict) and {"msg", "username"} <= message.keys():
            return message, address


def send(sock, address, **message):
    sock.sendto(json.dumps(message).encode(), address)


def show(message):
    print(f"消息来自{message['username']} : {message['msg']}")
