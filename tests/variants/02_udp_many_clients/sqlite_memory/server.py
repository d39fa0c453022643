# The counts are kept in a database in memory.
import socket
import sqlite3

base = sqlite3.connect(":memory:")
base.execute("create table clients (host text, port integer, number integer, primary key (host, port))")
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
while True:
    data, addr = sock.recvfrom(1024)
    with base:
        base.execute("insert or ignore into clients values (?, ?, 0)", addr)
        base.execute("update clients set number = number + 1 where host = ? and port = ?", addr)
    (number,) = base.execute("select number from clients where host = ? and port = ?", addr).fetchone()
    sock.sendto(f"{number}:{data.decode('utf-8')}".encode("utf-8"), addr)
