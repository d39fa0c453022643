import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.settimeout(1)
text = input('> ')
while True:
    client.sendto(text.encode('utf-8'), ('127.0.0.1', 9090))
    try:
        answer = client.recv(1024)
        break
    except TimeoutError:
        print('again ...')
print(answer.decode('utf-8'))
