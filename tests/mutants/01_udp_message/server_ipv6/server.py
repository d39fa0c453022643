import socket

server = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
server.bind(('::1', 9090))
while True:
    data, addr = server.recvfrom(1024)
    text = data.decode('utf-8')
    print(text)
    server.sendto(text.upper().encode('utf-8'), addr)
