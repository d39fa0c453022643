import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
text = input('> ')
client.sendto(text.encode('utf-8'), ('127.0.0.1', 9000))
print(client.recv(1024).decode('utf-8'))
