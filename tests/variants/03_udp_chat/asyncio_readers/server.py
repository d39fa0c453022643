# asyncio: one task prints what arrives, another answers in that order; the keyboard is a reader of the loop.
import asyncio
import json
import socket
import sys


async def receive(sock, waiting):
    loop = asyncio.get_running_loop()
    while True:
        data, addr = await loop.sock_recvfrom(sock, 1024)
        message = json.loads(data.decode())
        print("消息来自", message["username"], " : ", message["msg"], sep="")
        await waiting.put(addr)


async def answer(sock, waiting, typed):
    loop = asyncio.get_running_loop()
    while True:
        addr = await waiting.get()
        line = await typed.get()
        await loop.sock_sendto(sock, json.dumps({"msg": line, "username": "server"}).encode(), addr)


async def main():
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 9090))
    sock.setblocking(False)
    waiting, typed = asyncio.Queue(), asyncio.Queue()
    asyncio.get_running_loop().add_reader(sys.stdin, lambda: typed.put_nowait(sys.stdin.readline().rstrip("\n")))
    await asyncio.gather(receive(sock, waiting), answer(sock, waiting, typed))


if __name__ == "__main__":
    asyncio.run(main())
