# create_connection() and sendall(); a name instead of an address, so ::1 may be tried first.
import socket

connection = socket.create_connection(("localhost", 9090))
while message := connection.recv(1024):
    print(f"<- {message.decode()}")
    connection.sendall(b"bye")
    print("-> bye")
