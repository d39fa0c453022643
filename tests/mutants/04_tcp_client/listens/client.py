import socket

sk = socket.socket()
sk.bind(('127.0.0.1', 9090))
sk.listen()
conn, addr = sk.accept()
while True:
    print(conn.recv(1024))
    conn.send(b'bye')
