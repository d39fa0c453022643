import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 9090))
connected = False
while True:
    data, addr = server.recvfrom(1024)
    if not connected:
        server.connect(addr)
        connected = True
    text = data.decode('utf-8')
    print(text)
    server.send(text.upper().encode('utf-8'))
