# asyncio with a DatagramProtocol.
import asyncio


class Numbers(asyncio.DatagramProtocol):
    def __init__(self):
        self.counts = {}

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        self.counts[addr] = self.counts.get(addr, 0) + 1
        self.transport.sendto(b"%d:%s" % (self.counts[addr], data), addr)


async def main():
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(Numbers, local_addr=("127.0.0.1", 9090))
    try:
        await asyncio.Future()
    finally:
        transport.close()


asyncio.run(main())
