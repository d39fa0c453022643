# Three processes wait on the same socket; the kernel gives each datagram to one of them.
import multiprocessing
import socket


def work(sock):
    while True:
        data, addr = sock.recvfrom(1024)
        print(data.decode("utf-8"))
        sock.sendto(data.decode("utf-8").upper().encode("utf-8"), addr)


if __name__ == "__main__":
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 9090))
    workers = [multiprocessing.Process(target=work, args=(sock,)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
