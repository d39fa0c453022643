# An asyncio protocol: the loop calls, nobody receives.
import asyncio


class Talk(asyncio.Protocol):
    def __init__(self, over):
        self.over = over

    def connection_made(self, transport):
        self.transport = transport
        print("connected to", transport.get_extra_info("peername"))

    def data_received(self, data):
        print("<", data)
        self.transport.write(b"bye")

    def connection_lost(self, exc):
        self.over.set_result(exc)


async def main():
    loop = asyncio.get_running_loop()
    over = loop.create_future()
    await loop.create_connection(lambda: Talk(over), "127.0.0.1", 9090)
    await over


asyncio.run(main())
