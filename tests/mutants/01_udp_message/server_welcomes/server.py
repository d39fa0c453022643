import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('127.0.0.1', 9090))
known = set()
while True:
    data, addr = server.recvfrom(1024)
    if addr not in known:
        known.add(addr)
        server.sendto(b'welcome', addr)
    text = data.decode('utf-8')
    print(text)
    server.sendto(text.upper().encode('utf-8'), addr)
