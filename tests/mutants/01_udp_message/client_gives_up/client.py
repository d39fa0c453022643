import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.settimeout(1)
client.sendto(input('> ').encode('utf-8'), ('127.0.0.1', 9090))
answer = client.recv(1024)
print(answer.decode('utf-8'))
