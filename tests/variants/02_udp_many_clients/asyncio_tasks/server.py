# asyncio on a plain socket; the answer waits a moment in a task of its own while others are served.
import asyncio
import random
import socket
from collections import defaultdict


async def answer(sock, number, data, addr):
    await asyncio.sleep(random.random() / 50)
    await asyncio.get_running_loop().sock_sendto(sock, b"%d:%s" % (number, data), addr)


async def main():
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 9090))
    sock.setblocking(False)
    numbers = defaultdict(int)
    tasks = set()
    while True:
        data, addr = await asyncio.get_running_loop().sock_recvfrom(sock, 1024)
        numbers[addr] += 1
        task = asyncio.create_task(answer(sock, numbers[addr], data, addr))
        tasks.add(task)
        task.add_done_callback(tasks.discard)


asyncio.run(main())
