# The connection as an unbuffered file: read() then gives what there is.
import socket

sock = socket.socket()
sock.connect(("127.0.0.1", 9090))
with sock.makefile("rwb", buffering=0) as stream:
    while data := stream.read(1024):
        print(data)
        stream.write(b"bye")
