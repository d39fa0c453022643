# One thread receives and prints, another one answers; a queue lies between them.
import queue
import socket
import threading

sock = socket.socket()
sock.connect(("127.0.0.1", 9090))
to_answer = queue.Queue()


def listen():
    while True:
        data = sock.recv(1024)
        if not data:
            break
        print("heard:", data.decode())
        to_answer.put(data)
    to_answer.put(None)


def speak():
    while to_answer.get() is not None:
        sock.sendall(b"bye")


threads = [threading.Thread(target=work) for work in (listen, speak)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
sock.close()
