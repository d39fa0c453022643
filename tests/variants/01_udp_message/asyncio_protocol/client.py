# asyncio with a DatagramProtocol; a future brings the answer, a thread of the pool reads the keyboard.
import asyncio


class Asker(asyncio.DatagramProtocol):
    def __init__(self, text):
        self.text = text
        self.answer = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        transport.sendto(self.text.encode("utf-8"))

    def datagram_received(self, data, addr):
        self.answer.set_result(data.decode("utf-8"))


async def main():
    text = await asyncio.to_thread(input, "> ")
    loop = asyncio.get_running_loop()
    transport, asker = await loop.create_datagram_endpoint(lambda: Asker(text), remote_addr=("127.0.0.1", 9090))
    print(await asker.answer)
    transport.close()


asyncio.run(main())
