# One thread receives, three others print and answer.
import queue
import socket
import threading

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 9090))
waiting = queue.Queue()
screen = threading.Lock()


def work():
    while True:
        data, addr = waiting.get()
        with screen:
            print(data.decode("utf-8"))
        sock.sendto(data.decode("utf-8").upper().encode("utf-8"), addr)


for _ in range(3):
    threading.Thread(target=work, daemon=True).start()
while True:
    waiting.put(sock.recvfrom(1024))
