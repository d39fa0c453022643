# settimeout(0.3) and another try: the program is never at rest.
import socket

sk = socket.socket()
sk.connect(('127.0.0.1', 9090))
sk.settimeout(0.3)
while True:
    try:
        data = sk.recv(1024)
    except socket.timeout:
        continue
    print(data.decode('utf-8'))
    sk.send(b'bye')
