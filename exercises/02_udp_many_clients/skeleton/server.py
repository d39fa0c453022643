"""02 One UDP server, many clients: answer every datagram with its number and its text.

02 一个 UDP 服务器，许多客户端：用编号和原文回复每个数据报。
"""

import socket

ADDRESS = ("127.0.0.1", 9090)  # where the server waits / 服务器在这里等待

# TODO 1: Make a UDP socket and bind it to ADDRESS. One socket is enough for all clients.
#         创建 UDP 套接字，绑定到 ADDRESS。一个套接字就够所有客户端用。

# TODO 2: Make something that keeps a count for each client. Nobody has been counted yet.
#         准备一个能为每个客户端保存计数的东西。现在还没有任何计数。

# TODO 3: Repeat for ever / 不断重复：
#         a. Wait for one datagram (at most 1024 bytes, perhaps none at all) and keep the address it came from.
#            等待一个数据报（最多 1024 字节，也可能是空的），记下它来自哪个地址。
#         b. Count it for this address (IP and port).
#            给这个地址（IP 和端口）加一。
#         c. Send "N:TEXT" back to this address: the count, a colon, what came.
#            把 "N:TEXT" 发回这个地址：计数、英文冒号、收到的内容。
