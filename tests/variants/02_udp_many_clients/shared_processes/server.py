# Two processes wait on the same socket and share the counts through a Manager.
import multiprocessing
import socket


def work(sock, counts, lock):
    while True:
        data, addr = sock.recvfrom(1024)
        with lock:
            number = counts.get(addr, 0) + 1
            counts[addr] = number
        sock.sendto(b"%d:%s" % (number, data), addr)


if __name__ == "__main__":
    with multiprocessing.Manager() as manager:
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind(("127.0.0.1", 9090))
        arguments = (sock, manager.dict(), multiprocessing.Lock())
        workers = [multiprocessing.Process(target=work, args=arguments) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
