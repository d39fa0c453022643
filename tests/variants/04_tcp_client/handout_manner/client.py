# The manner of the class: no functions, bytes printed as they come, no end in sight.
import socket

client = socket.socket()
client.connect(('127.0.0.1', 9090))
while True:
    msg = client.recv(1024)
    print(msg)
    client.send(b'bye')
client.close()
