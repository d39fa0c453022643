# asyncio on plain sockets, with a limit of fifteen seconds.
import asyncio
import socket


async def main(text):
    loop = asyncio.get_running_loop()
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setblocking(False)
    await loop.sock_sendto(sock, text.encode("utf-8"), ("127.0.0.1", 9090))
    async with asyncio.timeout(15):
        print((await loop.sock_recv(sock, 1024)).decode("utf-8"))


asyncio.run(main(input("> ")))
