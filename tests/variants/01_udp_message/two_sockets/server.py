# One socket takes the datagrams, another one sends the answers.
import socket

ears = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
ears.bind(("127.0.0.1", 9090))
mouth = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    heard, who = ears.recvfrom(1024)
    print(heard.decode("utf-8"))
    mouth.sendto(heard.decode("utf-8").upper().encode("utf-8"), who)
