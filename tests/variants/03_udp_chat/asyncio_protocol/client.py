# asyncio: a connected datagram endpoint, and the keyboard in a thread of its own (asyncio.to_thread).
import asyncio
import json


class Inbox(asyncio.DatagramProtocol):
    def __init__(self):
        self.messages = asyncio.Queue()

    def datagram_received(self, data, addr):
        self.messages.put_nowait(data)


async def main():
    loop = asyncio.get_running_loop()
    transport, inbox = await loop.create_datagram_endpoint(Inbox, remote_addr=("127.0.0.1", 9090))
    while True:
        text = await asyncio.to_thread(input, "> ")
        transport.sendto(json.dumps({"msg": text, "username": "egon"}).encode())
        message = json.loads(await inbox.messages.get())
        print(f"消息来自{message['username']} : {message['msg']}")


asyncio.run(main())
