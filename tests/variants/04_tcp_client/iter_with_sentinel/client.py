# iter() with a sentinel makes a for loop of recv(); recvfrom() works for TCP too.
import socket


def messages(sock):
    for data, _ in iter(lambda: sock.recvfrom(1024), (b"", None)):
        if not data:
            return
        yield data.decode("utf-8")


with socket.create_connection(("127.0.0.1", 9090)) as sock:
    for text in messages(sock):
        print(text)
        sock.send(b"bye")
