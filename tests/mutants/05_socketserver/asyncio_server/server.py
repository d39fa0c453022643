import asyncio


async def handle(reader, writer):
    port = writer.get_extra_info('peername')[1]
    try:
        while True:
            writer.write(b'hello')
            await writer.drain()
            data = await reader.read(1024)
            if not data:
                break
            print(data.decode(), port)
    except ConnectionError:
        pass
    writer.close()


async def main():
    server = await asyncio.start_server(handle, '127.0.0.1', 9090, reuse_address=True)
    await server.serve_forever()


asyncio.run(main())
