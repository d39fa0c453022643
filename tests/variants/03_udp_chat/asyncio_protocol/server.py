# asyncio: a DatagramProtocol, and the keyboard in a thread of the executor.
import asyncio
import json


class Inbox(asyncio.DatagramProtocol):
    def __init__(self):
        self.messages = asyncio.Queue()

    def datagram_received(self, data, addr):
        self.messages.put_nowait((data, addr))


async def main():
    loop = asyncio.get_running_loop()
    transport, inbox = await loop.create_datagram_endpoint(Inbox, local_addr=("127.0.0.1", 9090))
    while True:
        data, addr = await inbox.messages.get()
        message = json.loads(data)
        print(f"消息来自{message['username']} : {message['msg']}")
        answer = await loop.run_in_executor(None, input, "> ")
        transport.sendto(json.dumps({"msg": answer, "username": "server"}).encode(), addr)


asyncio.run(main())
