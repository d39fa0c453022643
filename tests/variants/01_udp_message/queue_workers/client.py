# The keyboard is read by a thread, which hands the line over in a queue.
import queue
import socket
import sys
import threading

typed = queue.Queue()


def read_keyboard():
    for line in sys.stdin:
        typed.put(line.strip("\n"))


threading.Thread(target=read_keyboard, daemon=True).start()
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.sendto(typed.get().encode("utf-8"), ("127.0.0.1", 9090))
print(sock.recv(1024).decode("utf-8"))
