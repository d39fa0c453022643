import socket

sk = socket.socket()
sk.connect(('127.0.0.1', 9090))


def say(text):
    sk.send(text.encode('utf-8'))


say('hi')
while True:
    print(sk.recv(1024))
    say('bye')
