# A generator gives the datagrams, a second one the answers; recvmsg() and sendmsg().
import socket


def datagrams(sock):
    while True:
        data, _, _, sender = sock.recvmsg(1024)
        yield data.decode("utf-8"), sender


def answers(messages):
    for text, sender in messages:
        print(text)
        yield text.upper(), sender


sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
for text, sender in answers(datagrams(sock)):
    sock.sendmsg([text.encode("utf-8")], [], 0, sender)
