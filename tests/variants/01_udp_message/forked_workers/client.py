# Ends with sys.exit(0), and sends in a process of its own.
import multiprocessing
import socket
import sys


def ask(text, answers):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.sendto(text.encode("utf-8"), ("127.0.0.1", 9090))
    answers.put(sock.recv(1024).decode("utf-8"))


if __name__ == "__main__":
    answers = multiprocessing.Queue()
    process = multiprocessing.Process(target=ask, args=(input("> "), answers))
    process.start()
    print(answers.get())
    process.join()
    sys.exit(0)
