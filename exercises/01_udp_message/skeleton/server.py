"""01 One message each way over UDP, server side: print what comes, answer in capitals.

01 用 UDP 一来一回，服务器：打印收到的内容，用大写回复。
"""

import socket

ADDRESS = ("127.0.0.1", 9090)  # where the server waits / 服务器在这里等待

# TODO 1: Make a UDP socket and bind it to ADDRESS.
#         创建 UDP 套接字，绑定到 ADDRESS。
#         Mind: socket.socket() alone makes a TCP socket.
#         注意：socket.socket() 什么都不写，得到的是 TCP 套接字。

# TODO 2: Repeat for ever / 不断重复：
#         a. Wait for one datagram (at most 1024 bytes) and keep the address it came from.
#            等待一个数据报（最多 1024 字节），记下它来自哪个地址。
#         b. Make text of its bytes: decode()
#            把字节变成文本：decode()
#         c. Print the text.
#            打印文本。
#         d. Send the text in capitals, as bytes again, to the address of step a.
#            把大写的文本重新变成字节，发送到步骤 a 的那个地址。
