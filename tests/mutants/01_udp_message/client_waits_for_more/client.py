import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.sendto(input('> ').encode('utf-8'), ('127.0.0.1', 9090))
while True:
    answer = client.recv(1024)
    print(answer.decode('utf-8'))
