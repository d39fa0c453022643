# asyncio streams.
import asyncio


async def main():
    reader, writer = await asyncio.open_connection("127.0.0.1", 9090)
    while data := await reader.read(1024):
        print(data.decode())
        writer.write(b"bye")
        await writer.drain()
    writer.close()


asyncio.run(main())
