# A thread waits for the answer; the main one joins it.
import socket
import threading


def wait_for_answer():
    print(sock.recv(1024).decode("utf-8"))


text = input("> ")
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 0))
listener = threading.Thread(target=wait_for_answer)
listener.start()
sock.sendto(text.encode("utf-8"), ("127.0.0.1", 9090))
listener.join()
