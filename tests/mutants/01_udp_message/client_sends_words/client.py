import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for word in input('> ').split():
    client.sendto(word.encode('utf-8'), ('127.0.0.1', 9090))
print(client.recv(1024).decode('utf-8'))
