import socket

address = ('127.0.0.1', 9090)
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(address)
while True:
    data, addr = server.recvfrom(1024)
    text = data.decode('utf-8')
    print(text)
    if text.isupper():
        continue
    server.sendto(text.upper().encode('utf-8'), address)
