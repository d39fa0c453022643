import socket

port = int(input('port: ') or 9090)
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', port))
while True:
    data, addr = server.recvfrom(1024)
    text = data.decode('utf-8')
    print(text)
    server.sendto(text.upper().encode('utf-8'), addr)
