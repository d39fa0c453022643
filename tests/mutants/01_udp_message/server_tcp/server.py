import socket

server = socket.socket()
server.bind(('127.0.0.1', 9090))
server.listen()
while True:
    conn, addr = server.accept()
    data = conn.recv(1024)
    print(data.decode('utf-8'))
    conn.send(data.decode('utf-8').upper().encode('utf-8'))
    conn.close()
