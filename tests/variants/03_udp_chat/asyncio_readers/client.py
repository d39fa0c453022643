# asyncio: the keyboard is a StreamReader over connect_read_pipe().
import asyncio
import json
import socket
import sys


async def main():
    loop = asyncio.get_running_loop()
    keyboard = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(keyboard), sys.stdin)
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setblocking(False)
    while line := (await keyboard.readline()).decode():
        message = {"msg": line.rstrip("\n"), "username": "egon"}
        await loop.sock_sendto(sock, json.dumps(message).encode(), ("127.0.0.1", 9090))
        answer = json.loads(await loop.sock_recv(sock, 1024))
        print("消息来自", answer["username"], " : ", answer["msg"], sep="", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
