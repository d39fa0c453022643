# asyncio on plain sockets; every datagram is a task of its own.
import asyncio
import socket


async def answer(sock, data, addr):
    print(data.decode("utf-8"))
    await asyncio.get_running_loop().sock_sendto(sock, data.decode("utf-8").upper().encode("utf-8"), addr)


async def main():
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 9090))
    sock.setblocking(False)
    async with asyncio.TaskGroup() as tasks:
        while True:
            tasks.create_task(answer(sock, *await asyncio.get_running_loop().sock_recvfrom(sock, 1024)))


if __name__ == "__main__":
    asyncio.run(main())
