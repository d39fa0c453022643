import socket
import threading


def serve(conn):
    count = 0
    while True:
        data = conn.recv(1024)
        if not data:
            break
        count += 1
        conn.send(b'%d:%s' % (count, data))


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(('127.0.0.1', 9090))
server.listen(200)
while True:
    conn, addr = server.accept()
    threading.Thread(target=serve, args=(conn,)).start()
