import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 9090))
client = None
while True:
    data, addr = server.recvfrom(1024)
    if client is None:
        client = addr
    text = data.decode('utf-8')
    print(text)
    server.sendto(text.upper().encode('utf-8'), client)
