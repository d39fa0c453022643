import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
text = input('> ')
client.sendto(text.encode('utf-8'), ('127.0.0.1', 9090))
client.recvfrom(1024)
print(text.upper())
