import socket
import threading


def handle(conn, addr):
    while True:
        conn.send(b'hello')
        data = conn.recv(1024)
        if not data:
            break
        print(data, addr[1])
    conn.close()


sk = socket.socket()
sk.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
sk.bind(('127.0.0.1', 9090))
sk.listen()
while True:
    conn, addr = sk.accept()
    threading.Thread(target=handle, args=(conn, addr), daemon=True).start()
