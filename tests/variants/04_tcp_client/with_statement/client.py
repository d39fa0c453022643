# The socket in a with statement, decoded text in a sentence.
import socket

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
    sock.connect(("127.0.0.1", 9090))
    while True:
        text = sock.recv(1024).decode("utf-8")
        print("The server says: %s" % text)
        sock.send("bye".encode("utf-8"))
