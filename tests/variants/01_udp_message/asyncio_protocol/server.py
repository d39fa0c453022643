# asyncio with a DatagramProtocol.
import asyncio


class Capitals(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        text = data.decode("utf-8")
        print(text)
        self.transport.sendto(text.upper().encode("utf-8"), addr)


async def main():
    loop = asyncio.get_running_loop()
    await loop.create_datagram_endpoint(Capitals, local_addr=("127.0.0.1", 9090))
    await asyncio.Event().wait()


asyncio.run(main())
