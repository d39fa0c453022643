# Structural pattern matching tells messages from everything else; unanswerable datagrams are reported.
import json
import socket


def parse(data):
    try:
        return json.loads(data)
    except ValueError:
        return None


def main():
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 9090))
    while True:
        data, addr = sock.recvfrom(1024)
        match parse(data):
            case {"msg": str(msg), "username": str(name)}:
                print(f"消息来自{name} : {msg}")
                sock.sendto(json.dumps({"msg": input(), "username": "server"}).encode(), addr)
            case None:
                print("no JSON from", addr)
            case other:
                print("no message from", addr, repr(other))


main()
